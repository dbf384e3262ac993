import { describe, expect, test } from "vitest";
import { loadScenario, parseScenario, ScenarioError } from "#src/simulate/scenario.ts";
import { mistakes, scenario, script } from "./mistakes.ts";

function refusal(text: string): string {
  try {
    parseScenario(text, "call.yaml");
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("a scenario", () => {
  test("has defaults for everything around the call", () => {
    const { line, engines, receiver, tools, limitMs } = parseScenario(
      script("    - say: Hello"),
      "call.yaml",
    );
    expect({ line, engines, receiver, tools, limitMs }).toEqual({
      line: { audio: "wideband", noise: 0, transfer: "answers" },
      engines: {},
      receiver: { behaviour: "ok" },
      tools: { delayMs: 0 },
      limitMs: 180_000,
    });
  });

  test("passes the behaviour of the engines on as it is written", () => {
    const text = `engines: { llm: { faults: [{ kind: status, status: 500 }] } }\n${script("    - say: Hello")}`;
    expect(parseScenario(text, "call.yaml").engines).toEqual({
      llm: { faults: [{ kind: "status", status: 500 }] },
    });
  });

  test("takes every step, event and expectation that there is", () => {
    const persona = `
  persona: { opening: Help, answers: { severity: [Bad, Worse] }, whenDone: hangUp }
  events:
    - { stage: severity, interrupt: { after: 500, say: "No {pause 300} wait" } }
    - { stage: severity, sound: { kind: mhm, after: 0 } }
    - { stage: severity, press: "0" }`;
    const steps = `
    - silence: 500
    - press: "#"
    - sound: { kind: cough, after: 800 }
    - hangUp: { afterWords: 1, of: Hello there }
    - hangUp: true
    - silent: true`;
    const expectations = `expect:
  - said: { speaker: agent, contains: a, matches: /b/i, stage: severity, atLeast: 2 }
  - notSaid: { speaker: tenant, contains: c }
  - learnt: { unit: 4B, safe: true, callbackNumber: /0142$/ }
  - outcome: dispatched
  - stagesVisited: [problem]
  - statesEntered: [live]
  - webhooks: { order: [call_initiated], contains: [utterance], complete: true }
  - hazardAnsweredFirst: { category: gas, contains: Leave }
  - turns: { tenant: 1, agent: 2 }
  - interrupted: { of: Hello }
  - resumed: true
  - waits: { medianAtMost: 800, eachAtMost: 1500 }
  - silencedWithin: { ms: 200 }
  - transferredTo: "+15555550111"
  - speculationDiscarded: true
  - fillerHeard: true`;
    expect(refusal(scenario(persona, expectations))).toBe("accepted");
    expect(refusal(script(steps))).toBe("accepted");
  });
});

describe("a mistake in a scenario is told in one sentence with its place and its remedy", () => {
  test.each(mistakes)("%s", (_, text, sentence) => {
    expect(refusal(text)).toBe(sentence);
  });

  test("what is not YAML is told with its place", () => {
    expect(refusal("name: [A call\n")).toMatch(/^call\.yaml, line 2, column 1: this is not YAML: .+\.$/);
  });

  test("a key that is written twice is told", () => {
    expect(refusal(`name: Again\n${script("    - say: Hello")}`)).toMatch(
      /^call\.yaml, line 2, column 1: this is not YAML: Map keys must be unique\.$/,
    );
  });

  test("a file that is not there is told", () => {
    expect(() => loadScenario("no-such-call.yaml")).toThrow(
      new ScenarioError("no-such-call.yaml: the file cannot be read; check its name."),
    );
  });
});
