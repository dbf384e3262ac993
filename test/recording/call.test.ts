import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { exportRecording } from "#src/recording/export-recording.ts";
import { listRecordings, secondsOf } from "#src/recording/recordings-folder.ts";
import { newKey } from "./keys.ts";
import { recordedCall, tone } from "./recorded-call.ts";
import { audibleMs, voicesIn } from "./wav.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("a caller who agrees", () => {
  it("is recorded from then on, both voices, as they were heard", async () => {
    const keys = [newKey("test")];
    const call = recordedCall({ keys });
    await call.greeted();
    expect(call.began()).toBeUndefined();
    await call.says("Yes, that's fine.");
    const began = call.began();
    if (began === undefined) throw new Error("nothing is recorded");
    await call.after(300);
    await call.says("A pipe burst under my sink.", 1000);
    const endedAt = await call.hangsUp();

    const [kept] = listRecordings(call.folder, () => {});
    if (kept === undefined) throw new Error("nothing was recorded");
    const wav = join(call.folder, "call.wav");
    const { seconds, cutOff } = exportRecording(kept, keys, wav);
    const voices = voicesIn(wav);
    const agentMs = audibleMs(Int16Array.from(call.heard().slice(began.heard))) * (16 / 24);
    expect({ cutOff, listed: secondsOf(kept.paths), inWav: voices.seconds }).toEqual({
      cutOff: false,
      listed: seconds,
      inWav: seconds,
    });
    expect(Math.abs(seconds - (endedAt - began.at) / 1000)).toBeLessThanOrEqual(0.02);
    // The second turn alone: nothing from before the yes, and no yes.
    expect(audibleMs(voices.caller)).toBe(1000);
    expect(agentMs).toBeGreaterThan(1000);
    expect(Math.abs(audibleMs(voices.agent) - agentMs)).toBeLessThanOrEqual(40);
    expect(call.problems).toEqual([]);
  });

  it("does not hear in the recording what was taken back before it was heard", async () => {
    const keys = [newKey("test")];
    const call = recordedCall({ keys, leadMs: 200 });
    await call.greeted();
    await call.says("Yes.");
    await call.says("A pipe burst under my sink.");
    await call.coughs();
    await call.hangsUp();

    const [kept] = listRecordings(call.folder, () => {});
    if (kept === undefined) throw new Error("nothing was recorded");
    const wav = join(call.folder, "call.wav");
    exportRecording(kept, keys, wav);
    const heard = Int16Array.from(call.heard().slice(call.began()?.heard));
    expect(Math.abs(audibleMs(voicesIn(wav).agent) - (audibleMs(heard) * 16) / 24)).toBeLessThanOrEqual(40);
  });

  it("is nowhere on the disk in clear", async () => {
    const call = recordedCall();
    await call.greeted();
    await call.says("Yes.");
    await call.says("A pipe burst under my sink.", 1000);
    await call.hangsUp();

    const [kept] = listRecordings(call.folder, () => {});
    if (kept === undefined) throw new Error("nothing was recorded");
    const audio = readFileSync(kept.paths.audio);
    const spoken = tone(300, 16_000, 20);
    expect(audio.includes(Buffer.from(spoken.buffer))).toBe(false);
    expect(distinctBytes(audio)).toBe(256);
    expect(readFileSync(kept.paths.note, "utf8")).not.toMatch(/5550142|5550111/);
    expect(readdirSync(join(call.folder, kept.note.workspaceId)).length).toBe(2);
  });
});

describe("nothing is recorded, and the call goes on as any other, when the caller", () => {
  it.each([
    "No.",
    "I'd rather not.",
    "Maybe.",
    "What for?",
    "My kitchen is under water!",
    "Fine, but don't record it.",
    "Sure, whatever, no recording please.",
    "Yes, there is water everywhere.",
  ])("answers: %s", async (answer) => {
    const told = await afterConsent((call) => call.says(answer));
    expect(told.recorded).toEqual([]);
    expect(told.began).toBeUndefined();
    expect(told.states).toContain("live.recording.refused");
    expect(told.turns).toBe(2);
    expect(told.outcome).toBe("callerHungUp");
  });

  it("says nothing", async () => {
    const told = await afterConsent((call) => call.after(9000));
    expect(told.recorded).toEqual([]);
    expect(told.states).toContain("live.recording.askingConsent");
    expect(told.turns).toBe(1);
  });

  it("says yes later, to another question", async () => {
    const told = await afterConsent(async (call) => {
      await call.says("My kitchen is under water.");
      await call.says("Yes.");
    });
    expect(told.recorded).toEqual([]);
    expect(told.states).toContain("live.recording.refused");
  });

  it("is not asked, since the workspace has not opted in", async () => {
    const call = recordedCall({ asks: false });
    await call.greeted();
    await call.says("Yes.");
    await call.hangsUp();
    expect(listRecordings(call.folder, () => {})).toEqual([]);
    expect(call.began()).toBeUndefined();
  });
});

it("a call whose key is missing goes on without a recording, and says so once", async () => {
  const call = recordedCall({ keys: [] });
  await call.greeted();
  await call.says("Yes.");
  await call.says("A pipe burst under my sink.");
  await call.hangsUp();

  expect(call.problems).toEqual(["recording: EMA_RECORDING_KEYS is missing; the call goes on without it"]);
  expect(listRecordings(call.folder, () => {})).toEqual([]);
});

async function afterConsent(answer: (call: ReturnType<typeof recordedCall>) => Promise<void>) {
  const call = recordedCall();
  await call.greeted();
  await answer(call);
  const states = call.states();
  await call.says("A pipe burst under my sink.");
  await call.hangsUp();
  return {
    states,
    began: call.began(),
    recorded: listRecordings(call.folder, () => {}),
    turns: call.sent.filter((event) => event.event_type === "utterance" && event.data.speaker === "tenant")
      .length,
    outcome: call.handle.view().outcome,
  };
}

const distinctBytes = (bytes: Buffer): number => new Set(bytes).size;
