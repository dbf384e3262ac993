import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { meterUsage } from "#src/call/usage.ts";
import type { ModelRequest } from "#src/telemetry/report.ts";
import { observeRequests } from "#src/telemetry/observe-requests.ts";
import { errorType } from "#src/telemetry/error-type.ts";
import { measuredCall } from "./measured-call.ts";

beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-27T03:00:00.000Z") }));
afterEach(() => void vi.useRealTimers());

it("tells when a turn began, was heard and ended, on the wall's clock", async () => {
  const call = measuredCall();
  await call.says("A pipe burst under my kitchen sink");
  await vi.advanceTimersByTimeAsync(300);
  const soundedAt = Date.now();
  call.sounds();
  await vi.advanceTimersByTimeAsync(1_000);
  call.last().events.finished(performance.now(), true);
  const [, turn] = call.told("turn");

  expect(turn).toMatchObject({ stage: "safetyCheck", interrupted: true });
  expect(turn?.soundedAt).toBeCloseTo(soundedAt, 0);
  expect(turn?.startedAt).toBeCloseTo(soundedAt - (turn?.latency?.wait_ms ?? 0), 0);
  expect(turn?.endedAt).toBeCloseTo(soundedAt + 1_000, 0);
});

it("tells which providers fail and what state they are in, also where only the chart noticed", async () => {
  const call = measuredCall({
    async *reply() {
      await new Promise(() => {});
      yield { type: "text", text: "" };
    },
  });
  call.send({ type: "provider.failed", provider: "stt", reason: "status 503: Gwendolyn is at +15555550142" });
  await call.says("A pipe burst under my kitchen sink");
  await vi.advanceTimersByTimeAsync(20_000);

  expect(call.told("failure").map(({ provider, error }) => [provider, error])).toEqual(
    expect.arrayContaining([
      ["stt", "503"],
      ["llm", "timeout"],
    ]),
  );
  const states = (provider: string) =>
    call.told("health").flatMap((report) => (report.provider === provider ? [report.state] : []));
  expect(states("stt").slice(0, 2)).toEqual(["working", "reopened"]);
  expect(states("llm").slice(0, 2)).toEqual(["working", "degraded"]);
});

it("tells hazards by category, and how the call ended", async () => {
  const call = measuredCall({ hazardsIn: (text) => (text.includes("smell gas") ? ["gas"] : []) });
  call.voice();
  call.words("I smell gas");
  await call.hangUp();

  expect(call.told("hazard").map(({ category }) => category)).toEqual(["gas"]);
  expect(call.reports.at(0)).toMatchObject({ kind: "began", workspaceId: "test-homes", resumed: false });
  expect(call.reports.at(-1)).toMatchObject({ kind: "ended", outcome: "callerHungUp" });
  expect(JSON.stringify(call.reports)).not.toContain("smell");
});

it("tells how each request to a model went, and leaves the usage as it was", () => {
  const requests: ModelRequest[] = [];
  const meter = meterUsage({ now: () => 0 });
  const usage = observeRequests(
    meter,
    () => Date.now(),
    (request) => requests.push(request),
  );
  const completed = usage.thinks("gpt-4o", () => 400);
  vi.advanceTimersByTime(300);
  completed.chunk();
  vi.advanceTimersByTime(200);
  completed.told({ input: 100, cachedInput: 60, output: 20 });
  completed.taken();
  const brokenOff = usage.thinks("gpt-4o", () => 400);
  brokenOff.taken();
  const refused = usage.thinks("gpt-4o-mini", () => 400);
  refused.refused();
  refused.taken();

  expect(
    requests.map(({ startedAt, firstChunkAt, endedAt, ...rest }) => [
      rest,
      (firstChunkAt ?? Number.NaN) - startedAt,
      endedAt - startedAt,
    ]),
  ).toEqual([
    [
      { model: "gpt-4o", outcome: "completed", tokens: { input: 100, cachedInput: 60, output: 20 } },
      300,
      500,
    ],
    [{ model: "gpt-4o", outcome: "brokenOff" }, Number.NaN, 0],
    [{ model: "gpt-4o-mini", outcome: "refused" }, Number.NaN, 0],
  ]);
  expect(usage.totals().llm).toEqual({
    "gpt-4o": {
      requests: 2,
      input_tokens: 200,
      cached_input_tokens: 60,
      output_tokens: 20,
      estimated_requests: 1,
    },
  });
});

it.each([
  ["status 429", "429"],
  ["Deepgram closed the socket with 1011", "_OTHER"],
  ["timeout", "timeout"],
  ["the key of Sam Doe was refused", "refused"],
  ["whatever a vendor writes", "_OTHER"],
])("'%s' is counted as %s", (reason, type) => {
  expect(errorType(reason)).toBe(type);
});
