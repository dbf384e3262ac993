/** The chart's version: a hash of its content, told with every call. */
import { createHash } from "node:crypto";
import { callMachine } from "#machines/call/machine.ts";

/** 12 hex digits. Guards and delays count by their names, not by their code. */
export const chartVersion: string = createHash("sha256")
  .update(JSON.stringify(callMachine.definition))
  .digest("hex")
  .slice(0, 12);
