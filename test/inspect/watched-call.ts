/** Calls that can be watched: real ones on fake ports, a door beside them, and raw eyes on what leaves it. */
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { CallHandle } from "#src/call/handle.ts";
import type { Dialogue } from "#src/call/ports.ts";
import { startCall } from "#src/call/start-call.ts";
import { openWatchDoor } from "#src/inspect/watch/door.ts";
import { readLines } from "#src/inspect/watch/lines.ts";
import type { WatchedCall, WatchMessage, WatchRequest } from "#src/inspect/watch/message.ts";
import { socketPath, socketsIn } from "#src/inspect/watch/socket-file.ts";
import { fakePorts } from "../call/fake-ports.ts";

let calls = 0;

/** In every place where a caller's or a provider's words may come in. */
export const marker = "Zanzibar";
export const markedNumber = "+15555550142";

export function startWatchableCall(dialogue: Partial<Dialogue> = {}) {
  const fake = fakePorts(dialogue);
  const handle = startCall({
    input: {
      callId: `watched-${++calls}`,
      callerNumber: markedNumber,
      ladder: ["+15555550111", "+15555550112"],
      asksForRecording: false,
      endpointing: { minMs: 20, maxMs: 60 },
      repromptMs: 7000,
      limitMs: 1_800_000,
    },
    ports: fake.ports,
    metadata: { dialled_number: "+15555550100", note: marker },
  });
  onTestFinished(async () => {
    handle.send({ type: "call.hungUp", by: "network" });
    await handle.ended;
  });
  const answer = () => {
    handle.send({ type: "call.answered", at: performance.now() });
    fake.last().heard = { text: `Hello ${marker}.`, complete: true, playedMs: 500 };
    fake.last().events.finished(performance.now(), true);
  };
  const say = (text: string) => {
    const at = performance.now();
    fake.send({ type: "vad.speechStarted", at, voicedAt: at }, { type: "stt.final", at, text });
    fake.send({ type: "vad.speechEnded", at, voicedUntil: at });
  };
  return { ...fake, handle, answer, say, observers: countObservers(handle) };
}

/** How many observers the call's system has at the moment. */
function countObservers({ actor: { system } }: CallHandle): () => number {
  let count = 0;
  const inspect = system.inspect.bind(system);
  system.inspect = (observer) => {
    count += 1;
    const subscription = inspect(observer);
    return {
      unsubscribe() {
        count -= 1;
        subscription.unsubscribe();
      },
    };
  };
  return () => count;
}

export function openTestDoor(folder = temporaryFolder()) {
  const problems: string[] = [];
  const door = openWatchDoor({ folder, synthetic: true, onProblem: (reason) => problems.push(reason) });
  onTestFinished(() => door.close());
  return { ...door, folder, problems };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ema-watch-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Connects to the one door in the folder and keeps every byte. */
export function eyes(folder: string, request: WatchRequest) {
  const [entry] = socketsIn(folder);
  if (entry === undefined) throw new Error("There is no door.");
  const socket = connect(socketPath(entry));
  onTestFinished(() => void socket.destroy());
  const seen = { bytes: "", messages: [] as WatchMessage[], lists: [] as WatchedCall[][] };
  const waiting = new Set<() => void>();
  socket.on("data", (chunk) => (seen.bytes += String(chunk)));
  readLines(socket, (value) => {
    if (Array.isArray(value)) seen.lists.push(value as WatchedCall[]);
    else seen.messages.push(value as WatchMessage);
    for (const check of waiting) check();
  });
  socket.write(`${JSON.stringify(request)}\n`);
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = () => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return {
    ...seen,
    socket,
    bytes: () => seen.bytes,
    until,
    steps: () => seen.messages.filter((message) => message.kind === "step"),
    untilStep: (type: string) =>
      until(() => seen.messages.some((one) => one.kind === "step" && one.event.type === type)),
    closed: new Promise<void>((resolve) => socket.once("close", () => resolve())),
  };
}
