/** A secret of an installation that was given none: made once, in a file that its user alone may read. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Secret } from "#src/config/secret.ts";

/** 32 bytes in base64. Whoever calls is alone with the folder. Throws what the file system throws. */
export function keptSecret(file: string): Secret {
  try {
    return new Secret(readFileSync(file, "latin1"));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const secret = randomBytes(32).toString("base64");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, secret, { mode: 0o600, flag: "wx" });
  return new Secret(secret);
}
