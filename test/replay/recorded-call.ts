/** A call with fake ports whose log is recorded, into a folder of its own. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { startCall } from "#src/call/start-call.ts";
import type { CallLogKind } from "#src/replay/format.ts";
import { recordCallLog } from "#src/replay/recorder.ts";
import { fakePorts } from "../call/fake-ports.ts";

let calls = 0;

export const newFile = (): string => join(mkdtempSync(join(tmpdir(), "ema-replay-")), "call.jsonl");

export function ringing(ports = fakePorts()) {
  const handle = startCall({
    input: {
      callId: `recorded-${++calls}`,
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
  return { ...ports, handle };
}

/** The caller tells their name and number, keeps silent until they are asked whether they are there, and hangs up. */
export async function recordedCall(
  kind: CallLogKind,
  {
    key,
    file = newFile(),
    said = "Gwendolyn Farquhar, 718 Wisteria Lane.",
  }: { key?: Buffer; file?: string; said?: string } = {},
): Promise<{ file: string; problems: string[] }> {
  const call = ringing(fakePorts({ hazardsIn: (text) => (text.includes("smell gas") ? ["gas"] : []) }));
  const problems: string[] = [];
  const now = () => performance.now();
  const written = recordCallLog(call.handle, {
    kind,
    file,
    ...(key ? { key } : {}),
    workspace: "test-homes",
    versions: { prompts: "p", app: "a" },
    now,
    onProblem: (reason) => problems.push(reason),
  });
  call.handle.send({ type: "call.answered", at: now() });
  call.last().events.finished(now(), true);
  call.send({ type: "vad.speechStarted", at: now(), voicedAt: now() });
  call.send({ type: "stt.final", at: now(), text: said });
  call.send({ type: "vad.speechEnded", at: now(), voicedUntil: now() });
  await vi.advanceTimersByTimeAsync(1000);
  call.send({ type: "facts.recorded", facts: { name: "Gwendolyn Farquhar", callbackNumber: "7185559913" } });
  call.last().events.started(now());
  call.last().events.finished(now(), true);
  await vi.advanceTimersByTimeAsync(7500);
  call.handle.send({ type: "call.hungUp", by: "caller" });
  await written;
  return { file, problems };
}
