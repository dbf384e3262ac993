/** Before the calls: the fixed phrases are spoken once, not by each process at the moment when all of them start. */
import { execFileSync } from "node:child_process";

export function setup(): void {
  execFileSync(process.execPath, ["test/calls/fill-phrases.ts"], { stdio: "inherit" });
}
