/** `npm run -s load`: the API under load; ends with 1 when an event was lost, or was not shown. */
import { parseArgs } from "node:util";
import { startPostgres } from "../postgres-server.ts";
import { type LoadReport, type Percentiles, runLoad } from "./run-load.ts";

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "1000" },
    rate: { type: "string", default: "200" },
    seconds: { type: "string", default: "60" },
    dashboards: { type: "string", default: "50" },
    slow: { type: "string", default: "2" },
    workspaces: { type: "string", default: "1" },
    postgres: { type: "boolean", default: false },
    pglite: { type: "boolean", default: false },
  },
});
const server = values.postgres ? await startPostgres({ durable: true }) : undefined;
try {
  const report = await runLoad({
    calls: Number(values.calls),
    rate: Number(values.rate),
    seconds: Number(values.seconds),
    dashboards: Number(values.dashboards),
    slowReaders: Number(values.slow),
    workspaces: Number(values.workspaces),
    databaseUrl: server?.url,
  });
  process.stdout.write(`${lines(report, server === undefined ? "PGlite" : "PostgreSQL").join("\n")}\n`);
  process.exitCode = report.lost + report.surplus + report.refused + report.unshown > 0 ? 1 : 0;
} finally {
  await server?.close();
}

function lines(report: LoadReport, database: string): string[] {
  const { stored, received, shown } = report;
  return [
    `${database}: ${report.requests} requests in ${report.seconds} s, ${report.again} of them the same event again`,
    `events      sent ${report.events}, accepted ${report.accepted}, refused ${report.refused}, stored ${stored.events}`,
    `            lost ${report.lost}, stored twice ${report.surplus}, not shown ${report.unshown}`,
    `calls       ${stored.runs}, completed ${stored.completed}`,
    `receiving   ${told(received)}`,
    `to screen   ${told(shown)}`,
    `API         ${report.cpuPercent} % of a core, heap ${report.heapMiB} MiB, ${report.problems} problems`,
    `readers     ${report.reconnected} dashboards came again, ${report.slowReadersLetGo} slow readers let go`,
  ];
}

function told({ p50, p95, p99, max }: Percentiles): string {
  return `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, longest ${max} ms`;
}
