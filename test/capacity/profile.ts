/** `node test/capacity/profile.ts FILE.cpuprofile [CALLS]`: a CPU profile as a table, a line for each module. */
import { readFileSync } from "node:fs";
import { table } from "./figures.ts";
import { type CpuProfile, sumProfile } from "./sum-profile.ts";

/** Less than this share of the work is summed up in one line. */
const shownShare = 0.005;

export function readProfile(file: string): CpuProfile {
  return JSON.parse(readFileSync(file, "utf8")) as CpuProfile;
}

/** Share of what the main thread did, and milliseconds of it in each second of each call. */
export function profileTable(profile: CpuProfile, calls: number): string[] {
  const shares = sumProfile(profile);
  const busy = shares.reduce((sum, { self }) => sum + self, 0);
  const seconds = profile.timeDeltas.reduce((sum, delta) => sum + delta, 0) / 1e6;
  const shown = shares.filter(({ self }) => self >= busy * shownShare);
  const rest = busy - shown.reduce((sum, { self }) => sum + self, 0);
  const rows = [...shown, { module: "all others", self: rest }, { module: "in all", self: busy }];
  return table(
    ["what", "share", "ms a call-second"],
    rows.map(({ module, self }) => [
      module,
      `${((100 * self) / busy).toFixed(1)} %`,
      (self / 1_000 / seconds / calls).toFixed(2),
    ]),
  );
}

if (import.meta.main) {
  const [file, calls = "1"] = process.argv.slice(2);
  if (file === undefined) throw new Error("Which profile? Write its file's name.");
  process.stdout.write(`${profileTable(readProfile(file), Number(calls)).join("\n")}\n`);
}
