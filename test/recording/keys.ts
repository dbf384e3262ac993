import { randomBytes } from "node:crypto";
import type { MasterKey } from "#src/recording/key-ring.ts";

export const newKey = (id: string): MasterKey => ({ id, key: randomBytes(32) });

/** As `EMA_RECORDING_KEYS` has them. */
export const asVariable = (...keys: readonly MasterKey[]): string =>
  keys.map(({ id, key }) => `${id}:${key.toString("base64")}`).join(",");
