import { describe, expect, test } from "vitest";
import { callerSchema } from "#src/simulate/caller-schema.ts";
import { openScene, silent, speaking } from "./scene.ts";

const persona = (persona: object, events: unknown[] = []) =>
  openScene(callerSchema.parse({ persona: { opening: "Help", ...persona }, events }));

describe("a caller by persona", () => {
  test("opens, then answers each stage, later answers when it is asked again", async () => {
    const scene = await persona({ answers: { location: "Unit 4B", confirmation: ["No", "Yes"] } });
    for (const stage of ["welcome", "location", "confirmation", "confirmation", "confirmation"] as const) {
      await scene.ask(stage);
      await scene.timers.advance(2_000);
    }
    expect(scene.words()).toEqual(["Help", "Unit 4B", "No", "Yes", "Yes"]);
  });

  test("says again what it is about when it is asked what the problem is", async () => {
    const scene = await persona({ answers: {} });
    for (const stage of ["welcome", "welcome", "problem"] as const) {
      await scene.ask(stage);
      await scene.timers.advance(1_000);
    }
    expect(scene.words()).toEqual(["Help", "Help", "Help"]);
  });

  test("is silent and tells so where it has no answer, and answers the next stage", async () => {
    const scene = await persona({ answers: { contact: "Sam" } });
    for (const stage of ["welcome", "location", "location", "contact"] as const) {
      await scene.ask(stage);
      await scene.timers.advance(2_000);
    }
    scene.handle.end("completed");
    await scene.timers.advance(20);
    expect(scene.words()).toEqual(["Help", "Sam"]);
    expect(await scene.running.finished).toEqual(["the persona has no answer for the stage location"]);
  });

  test("listens in the end", async () => {
    const scene = await persona({ answers: {} });
    for (const stage of ["welcome", "dispatched", "closing"] as const) {
      await scene.ask(stage);
      await scene.timers.advance(2_000);
    }
    scene.handle.end("dispatched");
    await scene.timers.advance(20);
    expect([scene.words(), scene.handle.sent, await scene.running.finished]).toEqual([["Help"], [], []]);
  });

  test("or hangs up in the end", async () => {
    const scene = await persona({ answers: {}, whenDone: "hangUp" });
    for (const stage of ["welcome", "dispatched"] as const) {
      await scene.ask(stage);
      await scene.timers.advance(2_000);
    }
    expect(scene.handle.sent).toEqual([{ type: "call.hungUp", by: "caller" }]);
  });

  test("does at a stage what its events say, and answers after it", async () => {
    const scene = await persona({ answers: { severity: "Bad" } }, [
      { stage: "severity", sound: { kind: "cough", after: 200 } },
      { stage: "severity", press: "5" },
    ]);
    await scene.ask("welcome");
    await scene.timers.advance(1_000);
    scene.handle.enter(speaking, "severity");
    await scene.speak(600);
    scene.handle.enter(silent, "severity");
    await scene.timers.advance(1_000);
    expect(scene.line.truth().caller.map(({ kind }) => kind)).toEqual(["words", "cough", "words"]);
    expect(scene.handle.sent).toEqual([{ type: "dtmf.pressed", digit: "5" }]);
    expect(scene.words()).toEqual(["Help", "Bad"]);
  });

  test("tells of an event that did not come to pass", async () => {
    const scene = await persona({ answers: {} }, [{ stage: "access", press: "1" }]);
    await scene.ask("welcome");
    await scene.timers.advance(1_000);
    scene.handle.end("lineLost");
    await scene.timers.advance(20);
    expect(await scene.running.finished).toEqual(["the event of the stage access did not come to pass"]);
  });
});
