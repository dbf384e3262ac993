/** Interruptions, at the caller's ear. */
import { beforeAll, expect, it } from "vitest";
import { median } from "#src/simulate/measure.ts";
import { call, type Caller } from "./caller.ts";
import type { Scene } from "./scene.ts";
import { mapleCourt } from "./two-workspaces.ts";

const water = "Water is coming through my ceiling.";
let scene: Scene;

export function turnCases(open: () => Scene): void {
  beforeAll(() => {
    scene = open();
  });

  it("the caller's voice silences the agent, and the history keeps what was heard", async () => {
    const silencedMs: number[] = [];
    for (const afterMs of [600, 900, 1_200, 1_500, 1_800]) {
      await using caller = await callIn();
      await caller.prepare(water);
      await caller.waitForAgentSpeech(afterMs);
      const { from, to } = await caller.say(water);
      await caller.waitForAgentSpeech(300);
      await caller.hangUp();
      await scene.toldEnd(caller.room);

      const greeting = caller.agentSpans().filter((span) => span.from < to);
      silencedMs.push((greeting.at(-1)?.to ?? Number.NaN) - from);
      const [begun, said] = scene.told(caller.room).filter(({ event_type }) => event_type === "utterance");
      expect(begun?.data).toMatchObject({ speaker: "agent", interrupted: true });
      expect(begun?.data).toMatchObject({ text: expect.stringMatching(/^Maple/) });
      expect(begun?.data).not.toMatchObject({ text: expect.stringContaining("happening") });
      expect(said?.data).toMatchObject({ speaker: "tenant", text: water });
      // It stopped while the caller was still speaking.
      expect(from + (silencedMs.at(-1) ?? Number.NaN)).toBeLessThan(to);
    }
    const sorted = silencedMs.toSorted((one, other) => one - other);
    process.stdout.write(
      `From the caller's first voiced sample to silence at their ear: median ${median(sorted)?.toFixed(0)} ms ` +
        `(${sorted[0]?.toFixed(0)} to ${sorted.at(-1)?.toFixed(0)})\n`,
    );
  });

  it("a cough pauses the greeting for a moment, and it is heard to its end", async () => {
    await using caller = await callIn();
    await caller.waitForAgentSpeech(800);
    await caller.sound("cough");
    await scene.hasSaid(caller.room, "agent", 1);
    await caller.hangUp();

    const greeting = scene.told(caller.room).find(({ event_type }) => event_type === "utterance");
    expect(greeting?.data).toMatchObject({
      interrupted: false,
      text: expect.stringMatching(/What's happening\?$/),
    });
    expect(caller.agentSpans().length).toBeGreaterThan(1);
  });
}

function callIn(): Promise<Caller> {
  const { livekit, engines } = scene;
  return call({ livekit, engines, dialled: mapleCourt.dialled, number: "+15555550142" });
}
