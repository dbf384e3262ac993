/** A call with fake ports, and what is told of it; a caller's turns are played by hand, under virtual time. */
import { vi } from "vitest";
import { startCall } from "#src/call/start-call.ts";
import type { CallReport } from "#src/telemetry/report.ts";
import { watchCall } from "#src/telemetry/watch-call.ts";
import { fakePorts } from "../call/fake-ports.ts";

let calls = 0;
const now = (): number => performance.now();

export interface MeasuredCall extends ReturnType<typeof fakePorts> {
  reports: CallReport[];
  told: <Kind extends CallReport["kind"]>(kind: Kind) => Extract<CallReport, { kind: Kind }>[];
  /** The caller begins to make a sound. */
  voice: () => void;
  /** Words, heard to their end. */
  words: (text: string) => void;
  quiet: () => void;
  /** The caller says it, falls silent, and the turn is taken. */
  says: (text: string) => Promise<void>;
  /** The agent's reply is heard. */
  sounds: () => void;
  hangUp: () => Promise<void>;
}

/** It has been answered, and the greeting was heard. */
export function measuredCall(dialogue: Parameters<typeof fakePorts>[0] = {}): MeasuredCall {
  const ports = fakePorts(dialogue);
  const reports: CallReport[] = [];
  const callId = `measured-${++calls}`;
  const watch = watchCall(
    { callId, workspaceId: "test-homes", resumed: false, now },
    (report) => void reports.push(report),
  );
  const handle = startCall({
    input: {
      callId,
      callerNumber: "+15555550142",
      ladder: ["+15555550111"],
      asksForRecording: false,
      endpointing: { minMs: 300, maxMs: 1800 },
      repromptMs: 7000,
      limitMs: 1_800_000,
    },
    ports: ports.ports,
    metadata: {},
  });
  watch.begin(handle);
  handle.send({ type: "call.answered", at: now() });
  ports.last().heard = { text: "Hello.", complete: true, playedMs: 500 };
  ports.last().events.finished(now(), true);

  const voice = (): void => ports.send({ type: "vad.speechStarted", at: now(), voicedAt: now() });
  const words = (text: string): void => ports.send({ type: "stt.final", at: now(), text });
  const quiet = (): void => ports.send({ type: "vad.speechEnded", at: now(), voicedUntil: now() });
  return {
    ...ports,
    reports,
    told: (kind) =>
      reports.filter((report): report is Extract<CallReport, { kind: typeof kind }> => report.kind === kind),
    voice,
    words,
    quiet,
    async says(text) {
      const before = reports.filter(({ kind }) => kind === "taken").length;
      voice();
      await vi.advanceTimersByTimeAsync(900);
      quiet();
      words(text);
      await vi.waitUntil(async () => {
        await vi.advanceTimersByTimeAsync(50);
        return reports.filter(({ kind }) => kind === "taken").length > before;
      });
    },
    sounds() {
      ports.last().heard = { text: "I see.", complete: false, playedMs: 300 };
      ports.last().events.started(now());
    },
    async hangUp() {
      handle.send({ type: "call.hungUp", by: "caller" });
      await handle.ended;
      await Promise.resolve();
    },
  };
}
