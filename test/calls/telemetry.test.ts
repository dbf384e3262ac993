/** A whole call, measured, and sent to a collector by OTLP. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { keptPhrases } from "../kept-phrases.ts";
import { openKeyless } from "../../src/keyless.ts";
import type { CallLogEntry } from "#src/call/handle.ts";
import { runScenario } from "#src/simulate/run-scenario.ts";
import { loadScenario } from "#src/simulate/scenario.ts";
import { instruments } from "#src/telemetry/instruments.ts";
import { openTelemetry } from "#src/telemetry/telemetry.ts";
import { type CollectedSpan, type Collector, startCollector } from "../telemetry/collector.ts";

let collector: Collector;
const entries: CallLogEntry[] = [];
const turns = (speaker: "tenant" | "agent") =>
  entries.flatMap((entry) => (entry.kind === "turn" && entry.speaker === speaker ? [entry] : []));

beforeAll(async () => {
  collector = await startCollector();
  const settings = { endpoint: collector.url, headers: [], resource: {}, exportIntervalMs: 3_600_000 };
  const problems: string[] = [];
  const telemetry = await openTelemetry({
    settings,
    service: "ema-agent",
    version: "test",
    onProblem: (reason) => problems.push(reason),
  });
  const keyless = await openKeyless({
    promptsDir: "prompts",
    dataDir: mkdtempSync(join(tmpdir(), "ema-telemetry-")),
    phrases: keptPhrases,
    logLevel: "fatal",
    ...(telemetry === undefined ? {} : { report: telemetry.report }),
  });
  await runScenario(loadScenario("test/calls/slow-tool.yaml"), {
    place: keyless.place,
    synthesize: keyless.synthesize,
    onEntry: (entry) => entries.push(entry),
  });
  await keyless.close();
  await telemetry?.close(10_000);
  await collector.close();
  expect(problems).toEqual([]);
}, 170_000);

const named = (name: string): CollectedSpan[] =>
  collector.spans
    .filter((span) => span.name === name)
    .toSorted((one, other) => one.startedAt - other.startedAt);
const childrenOf = ({ id }: CollectedSpan): CollectedSpan[] =>
  collector.spans
    .filter(({ parentId }) => parentId === id)
    .toSorted((one, other) => one.startedAt - other.startedAt || one.endedAt - other.endedAt);
/** What a clock that counts milliseconds since the epoch in a number can be off by. */
const grain = 0.001;

it("is one trace: one call, whose turns are the agent's answers", () => {
  const [call, ...others] = named("call");
  const answers = turns("agent").filter(({ latency }) => latency !== undefined);

  expect(others).toEqual([]);
  expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(1);
  expect(call).toMatchObject({
    parentId: undefined,
    attributes: { "ema.workspace.id": "maple-court", "ema.call.outcome": "callerHungUp" },
    resource: { "service.name": "ema-agent", "service.version": "test" },
  });
  expect(answers.length).toBeGreaterThanOrEqual(3);
  expect(named("turn").map(({ attributes }) => attributes["ema.turn.latency"])).toEqual(
    answers.map(({ latency }) => (latency?.wait_ms ?? 0) / 1000),
  );
  expect(named("turn").map(({ parentId }) => parentId)).toEqual(answers.map(() => call?.id));
});

it("has every span within its parent's times, and the whole wait under its steps", () => {
  const outside = collector.spans.filter((span) => {
    const parent = collector.spans.find(({ id }) => id === span.parentId);
    return (
      span.endedAt < span.startedAt ||
      (parent !== undefined &&
        (span.startedAt < parent.startedAt - grain || span.endedAt > parent.endedAt + grain))
    );
  });
  expect(outside).toEqual([]);

  const steps = ["recognition", "end of turn", "first token", "first sentence", "first audio", "playout"];
  for (const turn of named("turn")) {
    const waterfall = childrenOf(turn).filter(({ name }) => steps.includes(name));
    const wait = Number(turn.attributes["ema.turn.latency"]) * 1000;
    const ends = [turn.startedAt, ...waterfall.map(({ endedAt }) => endedAt)];

    expect(waterfall.map(({ name }) => name)).toContain("recognition");
    expect(waterfall.at(-1)?.name).toBe("playout");
    for (const [index, step] of waterfall.entries()) expect(step.startedAt).toBeCloseTo(ends[index] ?? 0, 2);
    expect((ends.at(-1) ?? 0) - turn.startedAt).toBeCloseTo(wait, 2);
    expect(childrenOf(turn).find(({ name }) => name === "reply")?.startedAt).toBeCloseTo(ends.at(-1) ?? 0, 2);
  }
});

it("has the model's requests and the tools, by the conventions for generative AI", () => {
  const completed = named("chat gpt-4o").filter(
    ({ attributes }) => attributes["ema.request.outcome"] === "completed",
  );
  const tools = collector.spans.filter(({ name }) => name.startsWith("execute_tool "));
  const ran = entries.flatMap((entry) => (entry.kind === "tool" ? [entry.name] : []));

  expect(completed.length).toBeGreaterThanOrEqual(3);
  for (const { attributes, kind } of completed)
    expect({ ...attributes, kind }).toEqual({
      kind: 3,
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.request.stream": true,
      "gen_ai.response.time_to_first_chunk": expect.any(Number),
      "gen_ai.usage.input_tokens": expect.any(Number),
      "gen_ai.usage.cache_read.input_tokens": expect.any(Number),
      "gen_ai.usage.output_tokens": expect.any(Number),
      "ema.request.outcome": "completed",
    });
  expect(tools.map(({ attributes }) => String(attributes["gen_ai.tool.name"])).toSorted()).toEqual(
    ran.toSorted(),
  );
  // Each was made to take three seconds.
  expect(tools.filter(({ startedAt, endedAt }) => endedAt - startedAt < 2_900)).toEqual([]);
});

it("counts turns, calls and tokens", () => {
  const answers = turns("agent").filter(({ latency }) => latency !== undefined);
  const chats = named("chat gpt-4o");

  expect(collector.sum("ema.turns.taken")).toBe(turns("tenant").length);
  expect(collector.sum("ema.turn.latency")).toBe(answers.length);
  expect(collector.sum("ema.turn.step", { "ema.turn.step": "first_audio" })).toBe(
    answers.filter(({ latency }) => latency?.first_audio_ms !== undefined).length,
  );
  expect(collector.sum("ema.call.duration", { "ema.call.outcome": "callerHungUp" })).toBe(1);
  expect(collector.sum("gen_ai.client.operation.duration")).toBe(chats.length);
  expect(collector.points().find(({ metric }) => metric === "ema.turn.latency")?.unit).toBe("s");
  const input = collector.points().find(({ attributes }) => attributes["gen_ai.token.type"] === "input");
  expect(input?.sum).toBe(
    chats.reduce((sum, { attributes }) => sum + Number(attributes["gen_ai.usage.input_tokens"] ?? 0), 0),
  );
  // Nothing goes on any more.
  expect([collector.sum("ema.calls.active"), collector.sum("ema.provider.calls")]).toEqual([0, 0]);
});

it("exports nothing of what was said, no name, no address and no number", () => {
  // What instruments are for is said in words of ours.
  const exported = Object.values(instruments).reduce(
    (text, { description }) => text.replaceAll(description.toLowerCase(), ""),
    collector.requests.map(({ bytes }) => bytes.toString("latin1").toLowerCase()).join("\n"),
  );
  const said = [...turns("tenant"), ...turns("agent")].map(({ text }) => text.toLowerCase());
  const pairs = said.flatMap((text) => {
    const words = text.match(/[a-z0-9']+/g) ?? [];
    return words.slice(1).map((word, index) => `${words[index]} ${word}`);
  });

  expect(pairs.length).toBeGreaterThan(50);
  expect(exported).toContain("maple-court");
  expect(pairs.filter((pair) => exported.includes(pair))).toEqual([]);
  for (const word of ["kitchen", "pouring", "maple street", "5555550142", "4b,"]) {
    expect(exported).not.toContain(word);
  }
});

it("has attributes of a closed list, whose values are ids, names of ours, and figures", () => {
  const attributes = [
    ...collector.spans.flatMap(({ attributes, events }) => [
      attributes,
      ...events.map((event) => event.attributes),
    ]),
    ...collector.points().map((point) => point.attributes),
  ].flatMap((each) => Object.entries(each));
  const texts = attributes.filter(([, value]) => typeof value === "string").map(([name]) => name);

  expect([...new Set(texts)].toSorted()).toEqual(
    [
      "ema.call.outcome",
      "ema.provider.kind",
      "ema.provider.state",
      "ema.request.outcome",
      "ema.stage",
      "ema.turn.step",
      "ema.workspace.id",
      "error.type",
      "gen_ai.conversation.id",
      "gen_ai.operation.name",
      "gen_ai.provider.name",
      "gen_ai.request.model",
      "gen_ai.token.type",
      "gen_ai.tool.name",
      "gen_ai.tool.type",
    ].filter((name) => texts.includes(name)),
  );
  const undeclared = collector.points().filter(({ metric, attributes }) => {
    const declared = Object.values(instruments).find(({ name }) => name === metric);
    const known: readonly string[] = declared?.attributes ?? [];
    return declared === undefined || Object.keys(attributes).some((name) => !known.includes(name));
  });
  expect(undeclared).toEqual([]);
  expect(attributes.filter(([, value]) => String(value).length > 60)).toEqual([]);
});
