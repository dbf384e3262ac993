import { describe, expect, test } from "vitest";
import { runScenario } from "#src/simulate/run-scenario.ts";
import { parseScenario } from "#src/simulate/scenario.ts";
import { placeOn } from "./placed-call.ts";
import { toneVoice } from "./sounds.ts";
import { silent, speaking } from "./scene.ts";
import { VirtualTimers } from "./virtual-timers.ts";

const scenario = (more = "") =>
  parseScenario(
    `
name: A short call
workspace: maple-court
caller:
  number: "+15555550142"
  script: [{ say: Hello }]
engines: { llm: { firstTokenMs: 5 } }
tools: { delayMs: 40 }
${more}
expect:
  - outcome: completed
  - turns: { tenant: 1, agent: 2 }
  - webhooks: { order: [call_initiated, call_ended], complete: true }
  - learnt: { unit: 4B }
`,
    "call.yaml",
  );

/** Turns the clock until the run is over. */
async function finished<T>(timers: VirtualTimers, run: Promise<T>): Promise<T> {
  const running = new Set([run]);
  const settle = () => running.clear();
  run.then(settle, settle);
  while (running.size > 0) await timers.advance(100);
  return run;
}

describe("a scenario that is played", () => {
  test("sets the call up as it is written, and reports what came of it", async () => {
    const timers = new VirtualTimers();
    const { place, state } = placeOn(timers);
    const recordings: Buffer[] = [];
    const onRecording = (wav: Buffer) => void recordings.push(wav);
    const report = await finished(
      timers,
      runScenario(scenario(), { place, synthesize: toneVoice, timers, onRecording }),
    );
    expect(state.setup).toMatchObject({
      workspaceId: "maple-court",
      callerNumber: "+15555550142",
      engines: { llm: { firstTokenMs: 5 } },
      toolDelayMs: 40,
    });
    expect(report.expectations.map(({ expectation, passed }) => [expectation.slice(0, 20), passed])).toEqual([
      ["the call ends within", true],
      ["the caller does ever", true],
      ['outcome: "completed"', true],
      ['turns: {"tenant":1,"', true],
      ['webhooks: {"order":[', true],
      ['learnt: {"unit":"4B"', true],
    ]);
    expect(report).toMatchObject({
      scenario: "A short call",
      passed: true,
      turns: [
        { speaker: "agent", text: "What is wrong?" },
        { speaker: "tenant", text: "Hello", stage: "welcome", interrupted: false },
        { speaker: "agent", text: "Goodbye.", measured_wait_ms: 400 },
      ],
      barge_ins: [],
      states: [speaking, silent],
      webhooks: [
        { event_type: "call_initiated", sequence: 0 },
        { event_type: "call_ended", sequence: 1 },
      ],
      outcome: "completed",
      facts: { unit: "4B" },
      problems: [],
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(recordings.map((wav) => wav.toString("latin1", 0, 4))).toEqual(["RIFF"]);
    expect([state.closed, timers.pending]).toEqual([true, 0]);
  });

  test("is hung up and has failed when it lasts too long", async () => {
    const timers = new VirtualTimers();
    const { place, state } = placeOn(timers, { deaf: true });
    const report = await finished(
      timers,
      runScenario(scenario("limitMs: 5000"), { place, synthesize: toneVoice, timers }),
    );
    expect(state.call?.sent.at(-1)).toEqual({ type: "call.hungUp", by: "caller" });
    expect(report).toMatchObject({ passed: false, outcome: null });
    expect(report.expectations[0]).toEqual({
      expectation: "the call ends within 5000 ms",
      passed: false,
      detail: "it was hung up",
      timing: false,
    });
    expect(state.closed).toBe(true);
  });

  test("does not wait for ever for webhooks", async () => {
    const timers = new VirtualTimers();
    const { place } = placeOn(timers, { flush: () => new Promise(() => {}) });
    const report = await finished(timers, runScenario(scenario(), { place, synthesize: toneVoice, timers }));
    expect(report.passed).toBe(false);
    expect(report.problems).toEqual(["webhooks were still being delivered after 20000 ms"]);
  });

  test("has failed when the caller could not do as written", async () => {
    const timers = new VirtualTimers();
    const { place } = placeOn(timers);
    const written = scenario();
    const caller = { ...written.caller, script: [{ say: "Hello" }, { say: "More" }] };
    const report = await finished(
      timers,
      runScenario({ ...written, caller }, { place, synthesize: toneVoice, timers }),
    );
    expect(report.passed).toBe(false);
    expect(report.expectations[1]).toMatchObject({
      passed: false,
      detail: "the call was over before step 2 of the script (say)",
    });
  });

  test("closes everything when the call cannot be placed", async () => {
    const timers = new VirtualTimers();
    const place = () => Promise.reject(new Error("no engines"));
    await expect(runScenario(scenario(), { place, synthesize: toneVoice, timers })).rejects.toThrow(
      "no engines",
    );
    expect(timers.pending).toBe(0);
  });
});
