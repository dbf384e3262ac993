/** Everything that a test of a call needs around it: a real LiveKit server, the worker, its providers, a receiver of webhooks. */
import { afterAll } from "vitest";
import { type WebhookEvent, webhookEventSchema } from "#src/outbox/contract.ts";
import { type Receiver, startReceiver } from "#src/simulate/receiver.ts";
import { type Door, openDoor } from "./door.ts";
import { type Engines, type EnginesOptions, startEngines } from "./engines.ts";
import { type LiveKit, startLiveKit } from "./livekit.ts";
import { timers, until } from "./time.ts";
import { endOf } from "./processes.ts";
import { startWorker, type Worker } from "./worker.ts";

export interface Scene {
  server: LiveKit;
  /** What callers and the worker take for the server. */
  livekit: Door;
  engines: Engines;
  receiver: Receiver;
  worker: Worker;
  /** Webhooks of the call in that room, each once, in the order of arrival; throws when one breaks the contract. */
  told: (room: string) => WebhookEvent[];
  /** What they have said in that room so far, as it was told. */
  said: (room: string, speaker: "agent" | "tenant") => string[];
  /** Resolves, to all of it, when they have said so many things. */
  hasSaid: (room: string, speaker: "agent" | "tenant", count: number, limitMs?: number) => Promise<string[]>;
  /** Resolves when the end of the call in that room has been told. */
  toldEnd: (room: string, limitMs?: number) => Promise<void>;
  /** Resolves when the room is gone, and no process has the call on its record any more. */
  nothingLeft: (room: string, limitMs?: number) => Promise<void>;
}

export interface SceneOptions {
  recognizer?: EnginesOptions["recognizer"];
  behaviour?: EnginesOptions["behaviour"];
  promptsDir?: string;
  redis?: string;
  /** Of workspaces that have a webhook secret of their own. */
  moreSecrets?: readonly string[];
  env?: Record<string, string>;
}

/** Of every workspace that has none of its own. */
export const secret = "a-secret-of-the-receiver";
const defaultLimitMs = 20_000;
/** A long phrase, and what comes before it. */
const speechLimitMs = 40_000;

/** Is taken down when the test file ends. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const { promptsDir = "prompts", recognizer = "scripted", behaviour, moreSecrets = [], env = {} } = options;
  const server = await startLiveKit(options.redis === undefined ? {} : { redis: options.redis });
  const livekit = await openDoor(server);
  const engines = await startEngines({
    recognizer,
    door: livekit,
    promptsDir,
    ...(behaviour === undefined ? {} : { behaviour }),
  });
  const receiver = await startReceiver({ behaviour: "ok", secret, moreSecrets, timers });
  afterAll(async () => {
    await receiver.close();
    await engines.close();
    await livekit.close();
  });
  const worker = await startWorker({
    livekit,
    engines,
    receiver,
    env: { EMA_PROMPTS_DIR: promptsDir, ...env },
  });
  const received: WebhookEvent[] = [];
  let read = 0;
  const told = (room: string): WebhookEvent[] => {
    // Asked many times a second: what has been read is not read again.
    const requests = receiver.requests().slice(read);
    read += requests.length;
    for (const { path, body } of requests)
      if (path.startsWith("/webhooks/")) received.push(webhookEventSchema.parse(body));
    const events = received.filter(({ session_id }) => session_id === room);
    return [...new Map(events.map((event) => [event.id, event])).values()];
  };
  const said = (room: string, speaker: "agent" | "tenant"): string[] =>
    told(room).flatMap((event) =>
      event.event_type === "utterance" && event.data.speaker === speaker ? [event.data.text] : [],
    );
  return {
    server,
    livekit,
    engines,
    receiver,
    worker,
    told,
    said,
    hasSaid: (room, speaker, count, limitMs = speechLimitMs) =>
      until(() => (said(room, speaker).length >= count ? said(room, speaker) : undefined), {
        limitMs,
        everyMs: 100,
        complaint: () => `The ${speaker} has not said ${count} things: ${said(room, speaker).join(" | ")}`,
      }),
    toldEnd: async (room, limitMs = defaultLimitMs) => {
      const types = () => told(room).map(({ event_type }) => event_type);
      await until(() => types().includes("call_ended") || undefined, {
        limitMs,
        complaint: () => `The end of the call was not told within ${limitMs} ms: ${types().join(" ")}`,
      });
    },
    nothingLeft: async (room, limitMs = defaultLimitMs) => {
      const ofCall = ({ room: each }: { room: string }): boolean => each === room;
      const left = async (): Promise<string[]> => [
        ...(await server.rooms.listRooms([room])).map(({ sid }) => `room ${sid}`),
        ...worker
          .calls()
          .filter(ofCall)
          .map(({ pid }) => `process ${pid}`),
      ];
      let last: string[] = [];
      await until(async () => ((last = await left()).length === 0 ? true : undefined), {
        limitMs,
        everyMs: 100,
        complaint: () =>
          `Of the call is left after ${limitMs} ms: ${last.join(", ")}.\n${endOf(worker.log())}`,
      });
    },
  };
}
