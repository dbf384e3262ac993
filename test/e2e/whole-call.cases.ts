/** A caller in a room holds a whole call: greeting, intake, dispatch, goodbye. */
import { beforeAll, expect, it } from "vitest";
import { median } from "#src/simulate/measure.ts";
import { call } from "./caller.ts";
import { converse } from "./conversation.ts";
import type { Scene } from "./scene.ts";
import { mapleCourt } from "./two-workspaces.ts";

let scene: Scene;

export function wholeCallCases(open: () => Scene): void {
  beforeAll(() => {
    scene = open();
  });

  it("a burst pipe ends with a plumber who was sent, and with a goodbye that is heard", async () => {
    const { livekit, engines, told, toldEnd, nothingLeft } = scene;
    const number = "+15555550142";
    const caller = await call({ livekit, engines, dialled: mapleCourt.dialled, number, telephone: true });
    const waited = await converse(
      caller,
      {
        welcome: ["A pipe burst under my kitchen sink."],
        safetyCheck: ["Everyone is safe."],
        problem: ["A pipe burst under my kitchen sink."],
        severity: ["Water is pouring out and I cannot stop it."],
        location: ["42 Maple Street, unit 4B."],
        contact: ["Yes, this number is fine.", "My name is Sam."],
        access: ["Yes, they can come in."],
        confirmation: ["Yes, that is right."],
        dispatched: ["No, thank you."],
      },
      () => told(caller.room),
    );
    await toldEnd(caller.room);
    await nothingLeft(caller.room);

    const events = told(caller.room);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
    expect([events[0]?.event_type, events.at(-1)?.event_type]).toEqual(["call_initiated", "call_ended"]);
    expect(new Set(events.map((event) => [event.workspace_id, event.call_sid?.slice(0, 4)].join()))).toEqual(
      new Set(["maple-court,SCL_"]),
    );
    const begun = events.find((event) => event.event_type === "call_initiated");
    expect(begun?.data.metadata).toMatchObject({
      dialled_number: mapleCourt.dialled,
      calling_number: number,
    });
    const dispatch = events.find((event) => event.event_type === "dispatch_requested");
    expect(dispatch?.data).toMatchObject({
      trade: "plumbing",
      vendor: "bluepipe",
      facts: { safe: true, unit: "4B", name: "Sam", callbackNumber: expect.stringMatching(/5555550142$/) },
    });
    const goodbye = events.findLast((event) => event.event_type === "utterance");
    expect(goodbye?.data).toMatchObject({ speaker: "agent", interrupted: false });
    const cut = await caller.disconnected;
    expect(cut.reason).toBe("ROOM_DELETED");
    // The line is cut in the quiet after the goodbye, not in the middle of it.
    expect(cut.at - caller.heard.lastAudibleAt()).toBeGreaterThan(100);

    expect(waited.length).toBeGreaterThanOrEqual(9);
    const sorted = waited.toSorted((a, b) => a - b);
    process.stdout.write(
      `At the caller's ear: median wait ${median(waited)?.toFixed(0)} ms of ${waited.length} turns ` +
        `(${sorted[0]?.toFixed(0)} to ${sorted.at(-1)?.toFixed(0)})\n`,
    );
  });

  it("nobody's words and nobody's number are in the worker's log", () => {
    const log = scene.worker.log();
    expect(log).toContain("call ended");
    for (const word of ["555555", "kitchen", "pouring", "Sam.", "Maple Street"])
      expect(log).not.toContain(word);
  });
}
