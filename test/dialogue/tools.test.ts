import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Situation } from "#src/call/ports.ts";
import { readDispatchResult, writeDispatchResult } from "#src/dialogue/tools/dispatch-result.ts";
import { toolDefinitions } from "#src/dialogue/tools/definitions.ts";
import { runTool } from "#src/dialogue/tools/run-tool.ts";
import { toolNames, toolSchemas } from "#src/dialogue/tools/schemas.ts";
import { pack, workspace } from "./workspace.ts";

function run(name: string, given: unknown, over: Partial<Situation> = {}, officeOpen = false) {
  const situation: Situation = {
    stage: "location",
    facts: {},
    expects: "open",
    tools: toolNames,
    hazards: [],
    ...over,
  };
  const text = typeof given === "string" ? given : JSON.stringify(given);
  return runTool({ id: "1", name, arguments: text }, situation, pack, officeOpen);
}

describe("a call that cannot be run tells the model what to mend", () => {
  test.each([
    ["an unknown tool", "openDoor", "{}", 'There is no tool "openDoor"'],
    ["no JSON", "recordDetails", "{unit:", "recordDetails: the arguments are no JSON object"],
    ["no object", "recordDetails", "[1]", "recordDetails: the arguments are no JSON object"],
    ["an unknown field", "recordDetails", '{"flat":"4B"}', 'Unrecognized key: "flat"'],
    ["a property's id", "recordDetails", '{"propertyId":"x"}', 'Unrecognized key: "propertyId"'],
    ["a wrong type", "recordDetails", '{"safe":"yes"}', "safe: "],
    ["a missing query", "findProperty", "{}", "query: "],
    ["an unknown hazard", "reportHazard", '{"category":"flood"}', "category: "],
    ["an unknown reason", "endCall", '{"reason":"tired"}', "reason: "],
    ["something for requestDispatch", "requestDispatch", '{"vendor":"x"}', 'Unrecognized key: "vendor"'],
  ])("%s", (_, name, given, told) => {
    const outcome = run(name, given);
    expect(outcome.result).toContain(told);
    expect(outcome).toMatchObject({ events: [], followUp: true });
  });

  test("a tool that is not legal now", () => {
    expect(run("endCall", { reason: "completed" }, { tools: ["recordDetails"] })).toEqual({
      result: "endCall is not allowed now. Tools now: recordDetails. Go on with the present question.",
      events: [],
      followUp: true,
    });
  });

  test("does not repeat what the caller said", () => {
    expect(run("recordDetails", { safe: "Robin is hurt" }).result).not.toContain("Robin");
  });
});

describe("recordDetails", () => {
  test("records what was learnt and needs no other reply", () => {
    expect(run("recordDetails", { safe: true, problem: " a leak ", name: null, unit: "" })).toEqual({
      result: "Recorded.",
      events: [{ type: "facts.recorded", facts: { safe: true, problem: "a leak" } }],
      followUp: false,
    });
  });

  test("brings number and unit to one form", () => {
    const given = { callbackNumber: "+1 (555) 555-0142", unit: "apt 4 b" };
    expect(run("recordDetails", given).events).toEqual([
      { type: "facts.recorded", facts: { callbackNumber: "5555550142", unit: "4B" } },
    ]);
  });

  test("refuses a number that is too short, and records the rest", () => {
    const outcome = run("recordDetails", { callbackNumber: "555-0142", name: "Robin" });
    expect(outcome.result).toContain("callbackNumber has fewer than ten digits");
    expect(outcome).toMatchObject({
      events: [{ type: "facts.recorded", facts: { name: "Robin" } }],
      followUp: true,
    });
  });

  test("refuses a trade that the workspace does not have", () => {
    const outcome = run("recordDetails", { trade: "magic" });
    expect(outcome.result).toContain("trade must be one of plumbing, heating, appliance, general");
    expect(outcome.events).toEqual([]);
  });

  test("knows the property of an address that is certainly one of the workspace's", () => {
    expect(run("recordDetails", { address: "42 maple st" }).events).toEqual([
      {
        type: "facts.recorded",
        facts: { address: "42 Maple Street, Springfield", propertyId: "maple-court" },
      },
    ]);
    expect(run("recordDetails", { address: "3 Fern Hollow" }).events).toEqual([
      {
        type: "facts.recorded",
        facts: { address: "3 Fern Hollow", propertyId: "fern-cottage", unit: "none" },
      },
    ]);
  });

  test("with nothing in it records nothing", () => {
    expect(run("recordDetails", {})).toEqual({
      result: "There was nothing to record.",
      events: [],
      followUp: false,
    });
  });
});

describe("findProperty", () => {
  test("records property, address and a unit of it", () => {
    expect(run("findProperty", { query: "42 mapel street", unit: "4 b" })).toEqual({
      result: "Found Maple Court, 42 Maple Street, Springfield. Unit 4B is one of its units.",
      events: [
        {
          type: "facts.recorded",
          facts: { propertyId: "maple-court", address: "42 Maple Street, Springfield", unit: "4B" },
        },
      ],
      followUp: true,
    });
  });

  test("leaves out a unit that is none of its units", () => {
    const outcome = run("findProperty", { query: "Maple Court", unit: "9Z" });
    expect(outcome.result).toContain("no unit 9Z on record");
    expect(outcome.events).toEqual([
      {
        type: "facts.recorded",
        facts: { propertyId: "maple-court", address: "42 Maple Street, Springfield" },
      },
    ]);
  });

  test("answers the question for the unit where there are none", () => {
    expect(run("findProperty", { query: "the fern cottage" }).events).toEqual([
      {
        type: "facts.recorded",
        facts: { propertyId: "fern-cottage", address: "3 Fern Hollow", unit: "none" },
      },
    ]);
  });

  test("names both when it could be two", () => {
    expect(run("findProperty", { query: "Maple" })).toEqual({
      result:
        "It could be Maple Court (42 Maple Street, Springfield) or Maple Gardens (9 Birch Avenue). Ask which one.",
      events: [],
      followUp: true,
    });
  });

  test("of an unknown one asks to keep the address as it was said", () => {
    const outcome = run("findProperty", { query: "17 Oak Road" });
    expect(outcome.result).toContain("It is not on record.");
    expect(outcome).toMatchObject({ events: [], followUp: true });
  });
});

describe("requestDispatch", () => {
  const sent = (facts: Situation["facts"], officeOpen = false, hazards: Situation["hazards"] = []) =>
    run(
      "requestDispatch",
      {},
      { stage: "confirmation", facts: { ...facts, confirmed: true }, hazards },
      officeOpen,
    );

  test("notifies nobody, and says so, before the caller has agreed with the read-back", () => {
    const outcome = run("requestDispatch", {}, { stage: "confirmation", facts: { trade: "plumbing" } });
    expect(outcome).toEqual({
      result:
        "requestDispatch: nobody was notified, since the caller has not agreed with the read-back; record confirmed first.",
      events: [],
      followUp: true,
    });
  });

  test("names the vendor of the trade", () => {
    const outcome = sent({ trade: "plumbing", urgency: "emergency" });
    expect(readDispatchResult(outcome.result)).toEqual({ kind: "vendor", vendor: "Bluepipe Plumbing" });
    expect(outcome).toMatchObject({
      events: [
        { type: "facts.recorded", facts: { trade: "plumbing", urgency: "emergency" } },
        { type: "dispatch.requested", vendor: "bluepipe", trade: "plumbing", urgency: "emergency" },
      ],
      followUp: true,
    });
  });

  test.each([
    [false, "warmhearth"],
    [true, "daywarm"],
  ])("office open %s: the vendor of that hour is %s", (officeOpen, vendor) => {
    expect(sent({ trade: "heating", urgency: "emergency" }, officeOpen).events).toContainEqual(
      expect.objectContaining({ vendor }),
    );
  });

  test("falls back to the general vendor, then to the people on the ladder", () => {
    const facts = { trade: "appliance", urgency: "emergency", confirmed: true } as const;
    expect(sent(facts, false).events).toContainEqual(expect.objectContaining({ vendor: "homestead" }));
    const nobody = { ...pack, workspace: { ...workspace, vendors: [] } };
    const outcome = runTool(
      { id: "1", name: "requestDispatch", arguments: "" },
      { stage: "confirmation", facts, expects: "open", tools: toolNames, hazards: [] },
      nobody,
      false,
    );
    expect(outcome.events).toContainEqual(expect.objectContaining({ vendor: "on-call ladder" }));
    expect(readDispatchResult(outcome.result)).toEqual({ kind: "vendor", vendor: "Our on-call team" });
  });

  test("sends nobody where the workspace is told of no dispatch: a person has to be reached otherwise", () => {
    const settings = { ...workspace.settings, optInEvents: false };
    const outcome = runTool(
      { id: "1", name: "requestDispatch", arguments: "" },
      {
        stage: "confirmation",
        facts: { trade: "plumbing", urgency: "emergency", confirmed: true },
        expects: "open",
        tools: toolNames,
        hazards: [],
      },
      { ...pack, workspace: { ...workspace, settings } },
      false,
    );
    expect(readDispatchResult(outcome.result)).toBeUndefined();
    expect(outcome.events.map(({ type }) => type)).toEqual(["facts.recorded"]);
  });

  test("writes a routine matter down for the office", () => {
    const outcome = sent({ trade: "plumbing", urgency: "routine" });
    expect(readDispatchResult(outcome.result)).toEqual({ kind: "logged" });
    expect(outcome.events).toContainEqual(expect.objectContaining({ vendor: "office", urgency: "routine" }));
  });

  test("after a hazard is a matter of life and death, whatever was recorded", () => {
    expect(sent({ trade: "plumbing", urgency: "routine" }, false, ["electrical"]).events).toContainEqual(
      expect.objectContaining({ urgency: "lifeSafety", vendor: "bluepipe" }),
    );
  });

  test("works out trade and urgency that nobody recorded", () => {
    expect(sent({ problem: "the furnace stopped" }).events).toContainEqual({
      type: "facts.recorded",
      facts: { trade: "heating", urgency: "emergency" },
    });
  });
});

describe("the other tools", () => {
  test.each([
    ["reportHazard", { category: "gas" }, { type: "hazard.heard", category: "gas" }],
    ["transferToHuman", { reason: "asked" }, { type: "transfer.requested", reason: "asked" }],
    ["endCall", { reason: "wrongNumber" }, { type: "call.endRequested", reason: "wrongNumber" }],
  ])("%s tells the chart", (name, given, event) => {
    expect(run(name, given)).toMatchObject({ events: [event], followUp: false });
  });
});

test("a vendor's name comes back as it was written, dots and quotes and all", () => {
  const result = { kind: "vendor", vendor: 'Pipes "R" Us, Inc.' } as const;
  expect(readDispatchResult(writeDispatchResult(result))).toEqual(result);
});

test("every tool has a description and a schema that becomes JSON schema", () => {
  for (const name of toolNames) {
    expect(toolSchemas[name].description).toMatch(/\.$/);
    expect(z.toJSONSchema(toolSchemas[name].parameters)).toMatchObject({
      type: "object",
      additionalProperties: false,
    });
  }
});

test("the model is offered the legal tools only", () => {
  const offered = toolDefinitions(["endCall", "recordDetails", "unknown"]);
  expect(offered.map((tool) => ("name" in tool ? tool.name : ""))).toEqual(["recordDetails", "endCall"]);
});
