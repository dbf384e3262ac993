/** How soon a caller hears the first word. */
import { setTimeout } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { median } from "#src/simulate/measure.ts";
import { call } from "./caller.ts";
import type { Scene } from "./scene.ts";
import { mapleCourt } from "./two-workspaces.ts";

const many = 6;
/** Until another process is ready in place of the one that was taken. */
const betweenCallsMs = 1_500;
let scene: Scene;

export function greetingCases(open: () => Scene): void {
  beforeAll(() => {
    scene = open();
  });

  it(`${many} callers, one after the other, hear the greeting from its first word`, async () => {
    const { livekit, engines, told, toldEnd } = scene;
    const waits: { assigned: number; heard: number }[] = [];
    for (let index = 0; index < many; index++) {
      await setTimeout(betweenCallsMs);
      await using caller = await call({
        livekit,
        engines,
        dialled: mapleCourt.dialled,
        number: "+15555550142",
      });
      await caller.waitForAgentSpeech(1_500);
      const { joinedAt = Number.NaN, firstAudioAt = Number.NaN } = caller;
      const assignedAt = assigned();
      waits.push({ assigned: assignedAt - joinedAt, heard: firstAudioAt - assignedAt });
      await caller.hangUp();
      await toldEnd(caller.room);

      const [, greeting] = told(caller.room);
      expect(greeting?.data).toMatchObject({ speaker: "agent", text: expect.stringMatching(/^Maple Court/) });
    }

    const list = (key: "assigned" | "heard"): string => {
      const sorted = waits.map((each) => each[key]).toSorted((a, b) => a - b);
      return [sorted[0], median(sorted), sorted.at(-1)]
        .map((ms = Number.NaN) => `${ms.toFixed(0)} ms`)
        .join(", ");
    };
    process.stdout.write(
      `Least, median, most of ${many} calls: from the caller in the room to the job ${list("assigned")}; ` +
        `from there to the first word at the caller's ear ${list("heard")}\n`,
    );
    expect(waits.every(({ assigned, heard }) => assigned > 0 && heard > 0)).toBe(true);
  });
}

/** When the worker was asked to take the latest call. */
function assigned(): number {
  const request = scene.worker.entries().findLast(({ msg }) => msg === "received job request");
  return Number(request?.["time"]);
}
