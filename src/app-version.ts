/** The version in package.json, told with every call. */
import { readFileSync } from "node:fs";
import { z } from "zod";

export const appVersion: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))).version;
