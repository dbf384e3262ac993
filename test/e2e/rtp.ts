/** Audio and keys over RTP (RFC 3550, RFC 4733): G.711 µ-law, 20 ms a packet. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { decodeMuLaw, encodeMuLaw } from "#src/simulate/telephone-audio.ts";
import { dtmfDigit } from "./telephone-participant.ts";

/** Samples of one packet: 20 ms at 8 kHz. */
export const packetSamples = 160;

export interface RtpOptions {
  /** 8 kHz, as they arrive; a pause that the telephone did not send comes as silence. */
  onAudio: (samples: Int16Array<ArrayBuffer>) => void;
  /** `code` is RFC 4733's. */
  onDigit: (digit: string, code: number) => void;
}

export interface Rtp {
  port: number;
  /** Where to send to, and how keys are marked there. */
  aim(remote: { address: string; port: number; eventType?: number }): void;
  /** `packetSamples` of them. */
  send(samples: Int16Array): void;
  close(): void;
}

const headerBytes = 12;
const muLaw = 0;
/** livekit-sip fills in pauses of up to so many packets; what comes after a longer one follows without a gap. */
const longestPause = 25;

export async function openRtp({ onAudio, onDigit }: RtpOptions): Promise<Rtp> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  let remote: Parameters<Rtp["aim"]>[0] | undefined;
  let sequence = 0;
  let lastEvent: number | undefined;
  let last: { sequence: number; timestamp: number } | undefined;

  socket.on("message", (packet) => {
    if (packet.length < headerBytes) return;
    const type = packet.readUInt8(1) & 0x7f;
    const payload = packet.subarray(headerBytes);
    if (type === muLaw) hearAudio(packet.readUInt16BE(2), packet.readUInt32BE(4), payload);
    else if (type === remote?.eventType && payload.length >= 4) hearEvent(packet.readUInt32BE(4), payload);
  });
  /** Where nothing was lost and yet time has passed, the telephone was silent. */
  const hearAudio = (sequence: number, timestamp: number, payload: Buffer): void => {
    const lost = last === undefined ? 0 : (sequence - last.sequence - 1) & 0xffff;
    const passed = last === undefined ? 0 : (timestamp - last.timestamp) >>> 0;
    const paused = lost === 0 ? Math.floor(passed / packetSamples) - 1 : 0;
    if (paused > 0 && paused <= longestPause) onAudio(new Int16Array(paused * packetSamples));
    last = { sequence, timestamp };
    onAudio(Int16Array.from(payload, decodeMuLaw));
  };
  /** A key's end comes several times, each with the time at which the key was pressed. */
  const hearEvent = (timestamp: number, payload: Buffer): void => {
    const isEnd = (payload.readUInt8(1) & 0x80) !== 0;
    const code = payload.readUInt8(0);
    const digit = dtmfDigit(code);
    if (!isEnd || timestamp === lastEvent || digit === undefined) return;
    lastEvent = timestamp;
    onDigit(digit, code);
  };

  return {
    port: socket.address().port,
    aim: (next) => {
      remote = next;
    },
    send: (samples) => {
      if (remote === undefined) return;
      const packet = Buffer.alloc(headerBytes + samples.length);
      packet.writeUInt8(0x80, 0);
      packet.writeUInt8(muLaw, 1);
      packet.writeUInt16BE(sequence & 0xffff, 2);
      packet.writeUInt32BE((sequence * packetSamples) >>> 0, 4);
      packet.writeUInt32BE(0x454d_4131, 8);
      packet.set(Uint8Array.from(samples, encodeMuLaw), headerBytes);
      sequence++;
      socket.send(packet, remote.port, remote.address);
    },
    close: () => {
      remote = undefined;
      socket.close();
    },
  };
}
