import { createSecretKey, randomBytes } from "node:crypto";
import type { MasterKey } from "#src/recording/key-ring.ts";

export const newKey = (id: string): MasterKey => ({ id, key: createSecretKey(randomBytes(32)) });

export const base64Of = ({ key }: MasterKey): string => key.export().toString("base64");

/** As `EMA_RECORDING_KEYS` has them. */
export const asVariable = (...keys: readonly MasterKey[]): string =>
  keys.map((one) => `${one.id}:${base64Of(one)}`).join(",");
