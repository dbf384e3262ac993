/**
 * The local engines behind one address, as a worker knows its providers. Each request is put to the call that it is made
 * for: a call has a process of its own, and that process has joined the call's room through the door.
 */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { loadCheckedPacks } from "#src/checked-packs.ts";
import { replyTo } from "#src/keyless.ts";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import type { LocalCall } from "#src/local/call.ts";
import type { Requests } from "#src/local/requests.ts";
import { startLocalEngines } from "#src/local/server.ts";
import type { SpeechPort } from "#src/simulate/begin-line.ts";
import type { Door } from "./door.ts";
import { clientOf } from "./proc.ts";

export interface Engines {
  /** Where a worker finds them. */
  env: Record<"DEEPGRAM_URL" | "DEEPGRAM_API_KEY" | "OPENAI_URL" | "OPENAI_API_KEY", string>;
  /** What the recognizer of the call in that room is told; without effect when a real one listens. */
  speech(room: string): SpeechPort;
  /** For requests that begin from now on: of the call in that room, or of every call. */
  configure(behaviour: BehaviourInput, room?: string): void;
  /** What was asked for the call in that room, or without a room by processes that have no call. */
  requests(room?: string): Requests;
  /** Rooms for whose calls something was asked or is prepared. */
  rooms(): string[];
  close(): Promise<void>;
}

export interface EnginesOptions {
  /** By script, from what callers are told to say, or pocketsphinx with a language model of these sentences. */
  recognizer: "scripted" | { sentences: string[] };
  behaviour?: BehaviourInput;
  /** Knows the rooms of processes; without it, all calls are one. */
  door?: Pick<Door, "roomOf">;
  promptsDir?: string;
}

/** Of processes that have no call, such as one that synthesizes the fixed phrases. */
const noRoom = "e2e";
const atOnce: BehaviourInput = { tts: { firstByteMs: 0, timesRealTime: 1_000 } };

export async function startEngines(options: EnginesOptions): Promise<Engines> {
  const { recognizer, door, promptsDir = "prompts" } = options;
  const calls = new Map<string, LocalCall>();
  const processes = new WeakMap<Socket, number | undefined>();
  let behaviour = options.behaviour ?? {};
  const open = (key: string): LocalCall => {
    const call = engines.call(key);
    call.configure(key === noRoom ? atOnce : behaviour);
    calls.set(key, call);
    return call;
  };
  const callFor = (room = noRoom): LocalCall => calls.get(room) ?? open(room);
  const roomFor = ({ socket }: IncomingMessage): string => {
    if (door === undefined) return noRoom;
    // The connection may be older than the call, its process is the same.
    if (!processes.has(socket)) processes.set(socket, clientOf(socket));
    const pid = processes.get(socket);
    return (pid === undefined ? undefined : door.roomOf(pid)) ?? noRoom;
  };
  const engines = await startLocalEngines({
    replyTo: repliesFrom(promptsDir),
    callOf: (request) => {
      const room = roomFor(request);
      callFor(room);
      return room;
    },
    ...(recognizer === "scripted" ? {} : { recognizer: { kind: "pocketsphinx", ...recognizer } }),
  });
  return {
    env: {
      DEEPGRAM_URL: `ws://127.0.0.1:${engines.port}`,
      DEEPGRAM_API_KEY: noRoom,
      OPENAI_URL: `http://127.0.0.1:${engines.port}/v1`,
      OPENAI_API_KEY: noRoom,
    },
    speech: (room) => callFor(door === undefined ? noRoom : room).speech,
    configure: (next, room) => {
      if (room !== undefined) return callFor(room).configure(next);
      behaviour = next;
      for (const [key, call] of calls) if (key !== noRoom || door === undefined) call.configure(next);
    },
    requests: (room) => callFor(room).requests,
    rooms: () => [...calls.keys()].filter((key) => key !== noRoom),
    close: () => engines.close(),
  };
}

/** Packs that were changed meanwhile are read again. */
function repliesFrom(promptsDir: string): Parameters<typeof startLocalEngines>[0]["replyTo"] {
  let packs = loadCheckedPacks(promptsDir);
  return (request) => {
    try {
      return replyTo(packs, request);
    } catch {
      packs = loadCheckedPacks(promptsDir);
      return replyTo(packs, request);
    }
  };
}
