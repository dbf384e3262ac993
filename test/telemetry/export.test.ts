import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import { Secret } from "#src/config/secret.ts";
import { measureOutbox, type QueueDepth } from "#src/telemetry/measure-outbox.ts";
import { openTelemetry, type Telemetry } from "#src/telemetry/telemetry.ts";
import { startCollector } from "./collector.ts";

const problems: string[] = [];

async function opened(endpoint: string, exportIntervalMs = 3_600_000): Promise<Telemetry> {
  problems.length = 0;
  const telemetry = await openTelemetry({
    settings: {
      endpoint,
      headers: [["x-key", new Secret("hush")]],
      resource: { "deployment.environment.name": "night" },
      exportIntervalMs,
    },
    service: "ema-agent",
    version: "1",
    onProblem: (reason) => problems.push(reason),
  });
  if (telemetry === undefined) throw new Error("Nothing is exported, although an endpoint is given.");
  onTestFinished(() => telemetry.close(5_000));
  return telemetry;
}

function tellCall({ report }: Telemetry, callId = "call-1", outcome = "dispatched"): void {
  const at = Date.parse("2026-11-27T03:00:00.000Z");
  report({ kind: "began", callId, at, workspaceId: "test-homes", resumed: false });
  report({ kind: "health", callId, provider: "tts", state: "working" });
  report({ kind: "failure", callId, at: at + 100, provider: "tts", error: "timeout" });
  report({ kind: "health", callId, provider: "tts", state: "degraded" });
  report({ kind: "taken", callId, stage: "problem" });
  report({ kind: "wronglyTaken", callId, at: at + 200, stage: "problem", evidence: "overReply" });
  report({ kind: "hazard", callId, at: at + 300, category: "gas" });
  report({ kind: "resumed", callId });
  if (outcome !== "") report({ kind: "ended", callId, at: at + 60_000, outcome });
}

it("sends what it is configured to, where it is configured to", async () => {
  const collector = await startCollector();
  onTestFinished(() => collector.close());
  const telemetry = await opened(`${collector.url}/otlp`);
  tellCall(telemetry);
  await telemetry.close(5_000);

  expect(collector.requests.map(({ path }) => path).toSorted()).toEqual([
    "/otlp/v1/metrics",
    "/otlp/v1/traces",
  ]);
  expect(collector.requests.map(({ headers }) => [headers["x-key"], headers["content-type"]])).toEqual([
    ["hush", "application/x-protobuf"],
    ["hush", "application/x-protobuf"],
  ]);
  expect(collector.spans).toMatchObject([
    {
      name: "call",
      endedAt: Date.parse("2026-11-27T03:01:00.000Z"),
      failed: false,
      resource: { "service.name": "ema-agent", "deployment.environment.name": "night" },
      events: [
        { name: "provider failed", attributes: { "ema.provider.kind": "tts", "error.type": "timeout" } },
        {
          name: "turn wrongly taken",
          attributes: { "ema.stage": "problem", "ema.turn.evidence": "overReply" },
        },
        { name: "hazard heard", attributes: { "ema.hazard.category": "gas" } },
      ],
    },
  ]);
  expect(collector.sum("ema.turns.wrongly_taken", { "ema.turn.evidence": "overReply" })).toBe(1);
  expect(collector.sum("ema.provider.failures", { "ema.provider.kind": "tts" })).toBe(1);
  expect(collector.sum("ema.hazards", { "ema.hazard.category": "gas" })).toBe(1);
  expect(collector.sum("ema.interruptions.resumed")).toBe(1);
  expect(problems).toEqual([]);
});

it("shows calls at once, and the state of each provider in them", async () => {
  const collector = await startCollector();
  onTestFinished(() => collector.close());
  const telemetry = await opened(collector.url);
  tellCall(telemetry, "a", "");
  tellCall(telemetry, "b", "");
  tellCall(telemetry, "c", "processDied");
  await telemetry.close(5_000);

  expect(collector.sum("ema.calls.active")).toBe(2);
  expect(collector.sum("ema.provider.calls", { "ema.provider.state": "degraded" })).toBe(2);
  expect(collector.sum("ema.provider.calls", { "ema.provider.state": "working" })).toBe(0);
  expect(collector.spans).toMatchObject([
    { failed: true, attributes: { "ema.call.outcome": "processDied" } },
  ]);
});

it("measures the queue at every export, and leaves a gap where it cannot be read", async () => {
  const collector = await startCollector();
  onTestFinished(() => collector.close());
  const telemetry = await opened(collector.url);
  let reads = 0;
  measureOutbox(telemetry.meters, (): QueueDepth => {
    reads++;
    return { waiting: 3, dead: 1, inMemory: 0, oldestSince: Date.now() - 90_000 };
  });
  await telemetry.close(5_000);
  const oldest = collector.points().find(({ metric }) => metric === "ema.outbox.oldest.age");

  expect(reads).toBeGreaterThan(0);
  expect(collector.sum("ema.outbox.events", { "ema.outbox.state": "waiting" })).toBe(3);
  expect(collector.sum("ema.outbox.events", { "ema.outbox.state": "dead" })).toBe(1);
  expect(oldest?.value).toBeGreaterThanOrEqual(90);

  const broken = await opened(collector.url);
  measureOutbox(broken.meters, () => {
    throw new Error("the file cannot be read");
  });
  const before = collector.requests.length;
  await broken.close(5_000);
  expect([collector.requests.length - before, problems]).toEqual([0, []]);
});

it("says once that a collector refuses what it is sent, and once more when it takes it again", async () => {
  let status = 500;
  const collector = await startCollector({ status: () => status });
  onTestFinished(() => collector.close());
  const telemetry = await opened(collector.url, 1_000);
  tellCall(telemetry);
  const requests = () => collector.requests.length;
  await vi.waitFor(() => expect(requests()).toBeGreaterThanOrEqual(2), { timeout: 15_000 });
  await vi.waitFor(() => expect(problems.length).toBe(1), { timeout: 15_000 });
  expect(problems[0]).toMatch(/^telemetry: the collector does not take it \(\w+\); calls go on$/);
  status = 200;
  await vi.waitFor(() => expect(problems.length).toBe(2), { timeout: 15_000 });

  expect(problems[1]).toBe("telemetry: the collector takes it again");
});

it("does not wait longer than it may for a collector that does not answer", async () => {
  const mute = createServer(() => {}).listen(0, "127.0.0.1");
  await once(mute, "listening");
  const { port } = z.object({ port: z.number() }).parse(mute.address());
  const telemetry = await opened(`http://127.0.0.1:${port}`);
  tellCall(telemetry);
  const asked = once(mute, "connection");
  const closed = telemetry.close(50);
  await asked;
  await closed;
  mute.close();

  // It was let go while the collector still had it.
  expect(problems).toEqual([]);
});

it.each([
  ["nothing where no collector is configured", "undefined", []],
  [
    "the SDK where one is",
    `{ endpoint: "http://127.0.0.1:9", headers: [], resource: {}, exportIntervalMs: 60000 }`,
    ["exporter-metrics-otlp-proto", "exporter-trace-otlp-proto", "sdk-metrics", "sdk-trace-base"],
  ],
])("loads %s", async (_what, settings, loaded) => {
  const program = `
    import { createRequire } from "node:module";
    import { openTelemetry } from "./src/telemetry/telemetry.ts";
    import "./src/telemetry/watch-call.ts";
    import "./src/telemetry/report-socket.ts";
    import "./src/telemetry/measure-outbox.ts";
    import "./src/telemetry/measure-requests.ts";
    import "./src/api/start-api.ts";
    await openTelemetry({ settings: ${settings}, service: "x", version: "1", onProblem() {} });
    const files = Object.keys(createRequire(process.cwd() + "/x.js").cache);
    const names = files.flatMap((file) => /@opentelemetry\\/((?:sdk|exporter)[\\w-]*)\\/(?!node_modules)/.exec(file)?.[1] ?? []);
    console.log(JSON.stringify([...new Set(names)].sort()));
    process.exit(0);`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program]);

  expect(JSON.parse(stdout)).toEqual(expect.arrayContaining(loaded));
  if (loaded.length === 0) expect(JSON.parse(stdout)).toEqual([]);
});
