/** One open Deepgram socket: audio and control messages in, transcripts out, faults on the way. */
import type { RawData, WebSocket } from "ws";
import { z } from "zod";
import type { SocketFault, Spoiling } from "./behaviour.ts";
import * as messages from "./deepgram-messages.ts";
import type { ListenQuery } from "./listen-query.ts";
import type { Ear, Transcripts } from "./ear.ts";
import type { ListenRecord } from "./requests.ts";

interface Options {
  client: WebSocket;
  query: ListenQuery;
  requestId: string;
  record: ListenRecord;
  fault: Spoiling<SocketFault> | undefined;
  signal: AbortSignal;
  openEar: (transcripts: Transcripts) => Ear;
}

const controlSchema = z.looseObject({ type: z.enum(["KeepAlive", "Finalize", "CloseStream"]) });

/** Deepgram closes a socket that brings neither audio nor `KeepAlive` for this long, with NET-0001. */
const idleMs = 10_000;

export function listen({ client, query, requestId, record, fault, signal, openEar }: Options): void {
  const { model } = query;
  let transcribed = 0;

  function send(message: object): void {
    if (fault?.kind !== "stall" && client.readyState === client.OPEN) client.send(JSON.stringify(message));
  }

  /** Transcripts, of which the first is where a fault strikes. */
  const transcripts: Transcripts = {
    speechStarted: (at) => {
      if (query.vad_events && fault?.kind !== "silent") send(messages.speechStartedMessage(at));
    },
    results: (results) => {
      if (fault?.kind === "silent" || fault?.kind === "stall") return;
      transcribed += 1;
      if (fault?.kind === "stallMidway" && transcribed > 1) return;
      if (fault?.kind === "malformed" && transcribed <= fault.frames) {
        record.outcome = "fault";
        if (client.readyState === client.OPEN) client.send(messages.malformed[fault.how]);
        return;
      }
      send(messages.resultsMessage({ requestId, model, ...results }));
      if (fault?.kind !== "drop") return;
      record.outcome = "fault";
      client.terminate();
    },
    utteranceEnd: (lastWordEnd) => {
      if (fault?.kind !== "silent") send(messages.utteranceEndMessage(lastWordEnd));
    },
    failed: (reason) => client.close(1011, reason),
  };
  const ear = openEar(transcripts);
  const idle = setTimeout(() => client.close(1011, "NET-0001"), idleMs);

  async function closeStream(): Promise<void> {
    await ear.finish();
    if (fault?.kind === "stall") return;
    send(messages.metadataMessage({ requestId, model, duration: record.audioBytes / 2 / query.sample_rate }));
    record.outcome = "complete";
    client.close(1000);
  }

  function control(text: string): void {
    const message = parseControl(text);
    if (message === undefined) {
      client.close(1008, "DATA-0000");
      return;
    }
    record.controls.push(message);
    if (message === "Finalize") ear.finalize();
    if (message === "CloseStream") closeStream().catch(() => client.close(1011, "NET-0000"));
  }

  client.on("message", (data, isBinary) => {
    idle.refresh();
    const bytes = toBuffer(data);
    if (!isBinary) {
      control(bytes.toString());
      return;
    }
    record.audioBytes += bytes.length;
    ear.audio(bytes);
  });
  // A socket that fails is closed by `ws`; the reason is in the close code.
  client.on("error", () => client.terminate());
  const hangUp = () => client.terminate();
  signal.addEventListener("abort", hangUp, { once: true });
  if (signal.aborted) hangUp();
  client.once("close", () => {
    clearTimeout(idle);
    signal.removeEventListener("abort", hangUp);
    ear.close();
    if (record.outcome === "open") record.outcome = fault === undefined ? "aborted" : "fault";
  });
}

function parseControl(text: string): z.output<typeof controlSchema>["type"] | undefined {
  try {
    return controlSchema.parse(JSON.parse(text)).type;
  } catch {
    return undefined;
  }
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
