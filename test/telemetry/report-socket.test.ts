import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import type { CallReport } from "#src/telemetry/report.ts";
import { sendReports, serveReports } from "#src/telemetry/report-socket.ts";

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), "ema-reports-")), "telemetry");
const began = (callId: string): CallReport => ({
  kind: "began",
  callId,
  at: 1,
  workspaceId: "test-homes",
  resumed: false,
});
const ended = (callId: string): CallReport => ({ kind: "ended", callId, at: 2, outcome: "dispatched" });

function served(folder = newFolder()) {
  const reports: CallReport[] = [];
  const problems: string[] = [];
  const server = serveReports(
    folder,
    (report) => void reports.push(report),
    (reason) => void problems.push(reason),
  );
  onTestFinished(() => server.close());
  return { folder, reports, problems, server };
}

it("carries what several calls tell to one process, in order", async () => {
  const { folder, reports, problems } = served();
  const senders = ["a", "b"].map((id) => ({ id, sender: sendReports(folder, (it) => problems.push(it)) }));
  for (const { id, sender } of senders) for (const report of [began(id), ended(id)]) sender.report(report);
  await Promise.all(senders.map(({ sender }) => sender.close(5_000)));
  await vi.waitFor(() => expect(reports.length).toBe(4));

  for (const id of ["a", "b"])
    expect(reports.filter(({ callId }) => callId === id)).toEqual([began(id), ended(id)]);
  expect(problems).toEqual([]);
});

it("tells that a call ended whose process is gone without having said so", async () => {
  const { folder, reports } = served();
  const sender = sendReports(folder, () => {});
  sender.report(began("lost"));
  await sender.close(5_000);
  await vi.waitFor(() => expect(reports.length).toBe(2));

  expect(reports[1]).toMatchObject({ kind: "ended", callId: "lost", outcome: "processDied" });
});

it("says once that no worker is there, and goes on", async () => {
  const problems: string[] = [];
  const sender = sendReports(newFolder(), (reason) => problems.push(reason));
  sender.report(began("alone"));
  sender.report(ended("alone"));
  await sender.close(5_000);

  expect(problems).toEqual(["telemetry: no worker takes it, and this call is not measured"]);
});

it("says once that the worker has gone in the middle of a call, and goes on", async () => {
  const { folder, server } = served();
  server.close();
  writeFileSync(join(folder, `${process.pid}-00.sock`), "");
  const problems: string[] = [];
  const sender = sendReports(folder, (reason) => problems.push(reason));
  await vi.waitFor(() => expect(problems.length).toBe(1));
  sender.report(ended("a"));
  await sender.close(5_000);

  expect(problems).toEqual(["telemetry: the worker takes nothing, and this call is not measured"]);
});

it("takes the place of a worker that died, and leaves nothing behind", () => {
  const { folder, server } = served();
  writeFileSync(join(folder, "1-00.sock"), "");
  server.close();
  const second = served(folder);

  expect(readdirSync(folder).length).toBe(1);
  second.server.close();
  expect(readdirSync(folder)).toEqual([]);
});

it("passes over what is no report", async () => {
  const { folder, reports } = served();
  const sender = sendReports(folder, () => {});
  // What another version of EMA might send.
  Reflect.apply(sender.report, undefined, [{ kind: "new", callId: "a" }]);
  sender.report(began("a"));
  await vi.waitFor(() => expect(reports).toEqual([began("a")]));
  await sender.close(5_000);
});
