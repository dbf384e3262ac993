/** `wss …/v1/listen`: reads what a client asks for, counts it, refuses or opens its socket. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { faultsOf } from "./behaviour.ts";
import type { CallState } from "./call.ts";
import { refusal } from "./deepgram-messages.ts";
import { listen } from "./deepgram-socket.ts";
import type { Ear, Transcripts } from "./ear.ts";
import { medianOf } from "./latency.ts";
import { listenQuerySchema } from "./listen-query.ts";
import type { ListenRecord } from "./requests.ts";
import { createScriptedEar } from "./scripted-ear.ts";

const sockets = new WebSocketServer({ noServer: true });

export function serveListen(
  call: CallState,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  query: URLSearchParams,
): void {
  const record: ListenRecord = { at: performance.now(), query, audioBytes: 0, controls: [], outcome: "open" };
  const requestNumber = call.requests.listen.push(record);
  const requestId = randomUUID();
  const { stt } = call.behaviour();
  const recognize = call.recognize();
  const { fault, slowMs } = faultsOf(stt.faults, requestNumber);
  const parsed = listenQuerySchema.safeParse(Object.fromEntries(query));
  // Real recognition has a model for 16 kHz and no other.
  const unheard = recognize !== undefined && parsed.data?.sample_rate !== 16_000;
  if (fault?.kind === "status" || !parsed.success || unheard) {
    const status = fault?.kind === "status" ? fault.status : 400;
    record.outcome = fault?.kind === "status" ? "fault" : "refused";
    refuseUpgrade(socket, status, refusal(status, requestId));
    return;
  }
  const jitter = () => slowMs + call.draws.stt.jitter(stt.jitterMs);
  const sampleRate = parsed.data.sample_rate;
  const interims = parsed.data.interim_results;
  const openEar = (transcripts: Transcripts): Ear => {
    if (recognize !== undefined)
      return recognize({ sampleRate, interims, silenceMs: medianOf(stt.finalMs), transcripts });
    const ear = createScriptedEar({
      sampleRate,
      interims,
      utteranceEndMs: parsed.data.utterance_end_ms,
      chunkLatency: () => {
        const draw = call.draws.stt.moment();
        const interimMs = draw(stt.interimMs);
        return { interimMs: () => interimMs + jitter(), finalMs: draw(stt.finalMs) + jitter() };
      },
      transcripts,
    });
    const leave = call.stage.attach(ear);
    const close = () => {
      leave();
      ear.close();
    };
    const finish = async () => {
      leave();
      await ear.finish();
    };
    return { ...ear, finish, close };
  };
  sockets.handleUpgrade(request, socket, head, (client) => {
    listen({ client, query: parsed.data, requestId, record, fault, signal: call.signal, openEar });
  });
}

/** Answers an upgrade request with an HTTP error. */
export function refuseUpgrade(socket: Duplex, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(text)}`,
    "Connection: close",
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${text}`);
}
