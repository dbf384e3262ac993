/** How the engines of one call behave: their latencies, and the faults that a scenario asks for. */
import { z } from "zod";
import { latencySchema, milliseconds } from "./latency.ts";

/** Requests are counted from 1, for the life of the call and for each engine on its own. */
const range = {
  from: z.number().int().min(1).default(1),
  to: z.number().int().min(1).optional(),
};

const faults = {
  /** The request is refused with this HTTP status, 429 with `Retry-After`; a Deepgram socket is refused at its upgrade. */
  status: z.strictObject({ kind: z.literal("status"), status: z.number().int().min(400).max(599), ...range }),
  /** Headers are sent (a Deepgram socket opens), then nothing until the client gives up. */
  stall: z.strictObject({ kind: z.literal("stall"), ...range }),
  /** The answer stops in the middle and the connection stays; a Deepgram socket bears one transcript and no other. */
  stallMidway: z.strictObject({ kind: z.literal("stallMidway"), ...range }),
  /** The connection is destroyed in the middle of the answer. */
  drop: z.strictObject({ kind: z.literal("drop"), ...range }),
  /**
   * What arrives cannot be parsed: a broken or strange chunk amid the others, or where one body was due, a web page or an
   * object that is none of the vendor's.
   */
  malformed: z.strictObject({
    kind: z.literal("malformed"),
    how: z.enum(["notJson", "wrongShape"]).default("notJson"),
    ...range,
  }),
  malformedFrames: z.strictObject({
    kind: z.literal("malformed"),
    how: z.enum(["notJson", "wrongShape", "noAlternatives"]).default("notJson"),
    /** So many of the socket's first transcripts; all of them when left out. */
    frames: z.number().int().min(1).default(Infinity),
    ...range,
  }),
  /** Answers come this much later. Several of these add up, and any other fault goes with them. */
  slow: z.strictObject({ kind: z.literal("slow"), ms: milliseconds, ...range }),
  /** The socket works and bears no transcript. */
  silent: z.strictObject({ kind: z.literal("silent"), ...range }),
};

const { status, stall, stallMidway, drop, malformed, malformedFrames, slow, silent } = faults;
/** Limits a fault to one of the models; requests are then counted for that model alone. */
const model = { model: z.string().min(1).optional() };
const ordered = (fault: { from: number; to?: number | undefined }) =>
  fault.to === undefined || fault.to >= fault.from;
const orderedMessage = { error: "`to` must not be less than `from`", path: ["to"] };

const requestFault = z
  .discriminatedUnion("kind", [status, stall, stallMidway, drop, malformed, slow])
  .refine(ordered, orderedMessage);
const chatFault = z
  .discriminatedUnion("kind", [
    status.extend(model),
    stall.extend(model),
    stallMidway.extend(model),
    drop.extend(model),
    malformed.extend(model),
    slow.extend(model),
  ])
  .refine(ordered, orderedMessage);
const socketFault = z
  .discriminatedUnion("kind", [status, stall, stallMidway, drop, malformedFrames, slow, silent])
  .refine(ordered, orderedMessage);

/** Parses what a scenario says; whatever it leaves out has a default. */
export const behaviourSchema = z.strictObject({
  stt: z
    .strictObject({
      /** An interim follows the end of its newest word by this much. */
      interimMs: latencySchema.default(100),
      /**
       * A final follows the last voiced sample by this much. Deepgram nova-3 takes 247 to 326 ms. What is said between two
       * pauses has one draw for both, so that no interim is later than its final where both are spread alike.
       */
      finalMs: latencySchema.default(250),
      jitterMs: milliseconds.default(0),
      faults: z.array(socketFault).default([]),
    })
    .prefault({}),
  llm: z
    .strictObject({
      firstTokenMs: latencySchema.default(300),
      perTokenMs: milliseconds.default(15),
      jitterMs: milliseconds.default(0),
      faults: z.array(chatFault).default([]),
    })
    .prefault({}),
  tts: z
    .strictObject({
      firstByteMs: latencySchema.default(150),
      /** How much faster than it is heard speech is sent. */
      timesRealTime: z.number().positive().default(10),
      jitterMs: milliseconds.default(0),
      faults: z.array(requestFault).default([]),
    })
    .prefault({}),
  /** OpenAI's, of one whole utterance at a time. */
  transcription: z
    .strictObject({
      latencyMs: latencySchema.default(500),
      jitterMs: milliseconds.default(0),
      faults: z.array(requestFault).default([]),
    })
    .prefault({}),
  /** Deepgram's voice. */
  aura: z
    .strictObject({
      firstByteMs: latencySchema.default(200),
      /** How much faster than it is heard speech is sent. */
      timesRealTime: z.number().positive().default(10),
      jitterMs: milliseconds.default(0),
      faults: z.array(requestFault).default([]),
    })
    .prefault({}),
});

export type Behaviour = z.output<typeof behaviourSchema>;
export type BehaviourInput = z.input<typeof behaviourSchema>;
export type SocketFault = z.output<typeof socketFault>;
export type RequestFault = z.output<typeof requestFault>;
type ChatFault = z.output<typeof chatFault>;

/** @throws Error with one line for each thing that is wrong, and where. */
export function parseBehaviour(input: unknown): Behaviour {
  const result = behaviourSchema.safeParse(input);
  if (!result.success) throw new Error(`behaviour of the local engines: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** A fault that spoils the answer rather than delaying it. */
export type Spoiling<Fault> = Exclude<Fault, { kind: "slow" }>;

interface Struck<Fault> {
  /** The first fault that covers the request. */
  fault: Spoiling<Fault> | undefined;
  /** The sum of what slows it. */
  slowMs: number;
}

/** What is to go wrong with one request. */
export function faultsOf<Fault extends SocketFault | RequestFault | ChatFault>(
  all: readonly Fault[],
  requestNumber: number,
): Struck<Fault> {
  return struck(all, () => requestNumber);
}

/** What is to go wrong with the last of these requests, each given by its model. */
export function chatFaultsOf(all: readonly ChatFault[], models: readonly string[]): Struck<ChatFault> {
  const asked = models.at(-1);
  const sameModel = models.filter((model) => model === asked).length;
  const counted = all.filter(({ model }) => model === undefined || model === asked);
  return struck(counted, ({ model }) => (model === undefined ? models.length : sameModel));
}

function struck<Fault extends SocketFault | RequestFault | ChatFault>(
  all: readonly Fault[],
  numberFor: (fault: Fault) => number,
): Struck<Fault> {
  const here = all.filter((fault) => {
    const number = numberFor(fault);
    return number >= fault.from && number <= (fault.to ?? Infinity);
  });
  return {
    fault: here.find(spoils),
    slowMs: here.reduce((sum, fault) => sum + (fault.kind === "slow" ? fault.ms : 0), 0),
  };
}

function spoils<Fault extends { kind: string }>(fault: Fault): fault is Spoiling<Fault> {
  return fault.kind !== "slow";
}
