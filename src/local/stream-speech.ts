/** Sends speech as the body of an answer, in pieces, with the faults that strike a body. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { endianness } from "node:os";
import type { RequestFault, Spoiling } from "./behaviour.ts";
import { waitForAbort, waitUntil } from "./pace.ts";

/** 100 ms of audio at 24 kHz. */
const chunkBytes = 4_800;
const chunkMs = 100;
/** A voice that has nothing to say in a text is silent for a moment: an empty body would be a fault. */
const shortSilence = new Int16Array(2_400);

const pages = {
  notJson: { type: "text/html", text: "<!doctype html><title>Bad gateway</title>\n" },
  wrongShape: { type: "application/json", text: '{"audio":"none"}' },
};

/** `timesRealTime`: how much faster than it is heard the speech is sent. */
export async function streamSpeech(
  samples: Int16Array,
  { contentType, timesRealTime }: { contentType: string; timesRealTime: number },
  response: ServerResponse,
  fault: Exclude<Spoiling<RequestFault>, { kind: "status" }> | undefined,
  signal: AbortSignal,
): Promise<"complete" | "fault"> {
  if (fault?.kind === "malformed") {
    const { type, text } = pages[fault.how];
    response.writeHead(200, { "content-type": type });
    response.end(text);
    return "fault";
  }
  response.writeHead(200, { "content-type": contentType });
  response.flushHeaders();
  if (fault?.kind === "stall") await waitForAbort(signal);
  const bytes = littleEndian(samples.length === 0 ? shortSilence : samples);
  const end = fault === undefined ? bytes.length : Math.floor(bytes.length / 2);
  const startedAt = performance.now();
  for (let from = 0, count = 0; from < end; from += chunkBytes, count += 1) {
    await waitUntil(startedAt + (count * chunkMs) / timesRealTime, signal);
    if (!response.write(bytes.subarray(from, Math.min(end, from + chunkBytes)))) {
      await once(response, "drain", { signal });
    }
  }
  if (fault?.kind === "stallMidway") await waitForAbort(signal);
  if (fault?.kind === "drop") {
    response.destroy();
    return "fault";
  }
  response.end();
  await once(response, "finish", { signal });
  return "complete";
}

function littleEndian(samples: Int16Array): Buffer {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return endianness() === "LE" ? bytes : Buffer.from(bytes).swap16();
}
