/** `npm run -s kill-test -- --calls 200 --seed 1`: prints what was told and what arrived; exits with 1 when they differ. */
import { parseArgs } from "node:util";
import { runKillTest } from "./kill-run.ts";

const { values } = parseArgs({
  options: { calls: { type: "string", default: "200" }, seed: { type: "string", default: "1" } },
});
const report = await runKillTest({ calls: Number(values.calls), seed: Number(values.seed) });
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exit(report.wrong.length === 0 ? 0 : 1);
