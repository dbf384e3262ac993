import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { type LocalEngines, startLocalEngines } from "#src/local/server.ts";
import { chunk, openEars, openEarsAt, talk } from "./plugins.ts";

let engines: LocalEngines;
let calls = 0;
beforeAll(async () => {
  engines = await startLocalEngines({ replyTo: () => ({ text: "", toolCalls: [] }) });
});
afterAll(() => engines.close());

type Fault = NonNullable<NonNullable<BehaviourInput["stt"]>["faults"]>[number];

/** A call into which somebody talks, with the plugin listening. */
async function listening(...faults: Fault[]) {
  const key = `faulty ${++calls}`;
  const call = engines.call(key);
  call.configure({ stt: { faults } });
  const ears = openEars(engines, key);
  const hush = talk(ears.stream);
  await vi.waitFor(() => expect(call.requests.listen[0]?.audioBytes).toBeGreaterThan(0));
  const close = () => {
    hush();
    ears.stream.close();
    call.close();
  };
  return { ...ears, call, [Symbol.dispose]: close };
}

const until = (what: () => void) => vi.waitFor(what, 8_000);

describe.concurrent("the Deepgram plugin", () => {
  it.for([
    ["a rate limit", 429],
    ["a bad request", 400],
    ["an expired key", 401],
    ["a server's error", 500],
    ["a server that is overloaded", 503],
  ] as const)("tells the status of %s", async ([, status]) => {
    const key = `refused ${status}`;
    engines.call(key).configure({ stt: { faults: [{ kind: "status", status }] } });
    const { errors, ended } = openEars(engines, key);
    await ended;
    expect(errors).toMatchObject([{ name: "APIStatusError", statusCode: status }]);
  });

  it.for([
    ["a refused connection", "ws://127.0.0.1:9"],
    ["a name that is not known any more", "ws://does-not-exist.invalid"],
  ] as const)("tells of %s", async ([, url]) => {
    const { errors, ended } = openEarsAt(url);
    await ended;
    expect(errors).toMatchObject([{ name: "APIConnectionError" }]);
  });

  it("hears no more after a stall in the middle, and has no error to tell", async () => {
    using faulty = await listening({ kind: "stallMidway" });
    using witness = await listening();
    for (const { call } of [faulty, witness]) call.speech.say({ chunks: [chunk("My sink leaks.")] });
    await until(() => expect(witness.finals()).toEqual(["My sink leaks."]));
    expect(faulty.heard).toEqual([{ kind: "started" }, { kind: "interim", text: "My" }]);
    expect(faulty.errors).toEqual([]);
  });

  it("tells nothing of a dropped connection: only the words that are missing show it", async () => {
    using faulty = await listening({ kind: "drop", to: 1 });
    using witness = await listening();
    for (const { call } of [faulty, witness])
      call.speech.say({ chunks: [chunk("My sink leaks."), chunk("Again.", 700)] });
    await until(() => expect(witness.finals()).toEqual(["My sink leaks.", "Again."]));
    expect(faulty.finals()).toEqual([]);
    expect(faulty.errors).toEqual([]);
    expect(faulty.call.requests.listen).toHaveLength(1);
  });

  it("passes over a frame without alternatives", async () => {
    using faulty = await listening({ kind: "malformed", how: "noAlternatives", frames: 1 });
    faulty.call.speech.say({ chunks: [chunk("My sink leaks.")] });
    await until(() => expect(faulty.finals()).toEqual(["My sink leaks."]));
    expect(faulty.call.requests.listen).toHaveLength(1);
  });

  it.for(["notJson", "wrongShape"] as const)(
    "hears on after a frame that cannot be read (%s), through the old connection and a new one",
    async (how) => {
      using faulty = await listening({ kind: "malformed", how, frames: 1, to: 1 });
      faulty.call.speech.say({ chunks: [chunk("My sink leaks.")] });
      await until(() => expect(faulty.call.requests.listen[1]?.audioBytes).toBeGreaterThan(0));
      faulty.call.speech.say({ chunks: [chunk("Again.")] });
      await until(() => expect(faulty.finals()).toContain("Again."));
      expect(faulty.errors).toEqual([]);
    },
  );
});
