/** How the engines of one call behave: their latencies, and the faults that a scenario asks for. */
import { z } from "zod";

const milliseconds = z.number().int().min(0).max(600_000);

/** Requests are counted from 1, for the life of the call and for each engine on its own. */
const range = {
  from: z.number().int().min(1).default(1),
  to: z.number().int().min(1).optional(),
};

const faults = {
  /** The request is refused with this HTTP status; a Deepgram socket is refused at its upgrade. */
  status: z.strictObject({ kind: z.literal("status"), status: z.number().int().min(400).max(599), ...range }),
  /** Headers are sent (a Deepgram socket opens), then nothing until the client gives up. */
  stall: z.strictObject({ kind: z.literal("stall"), ...range }),
  /** The connection is destroyed in the middle of the answer. */
  drop: z.strictObject({ kind: z.literal("drop"), ...range }),
  /** What arrives cannot be parsed: broken JSON, or a web page where audio was due. */
  malformed: z.strictObject({ kind: z.literal("malformed"), ...range }),
  /** Answers come this much later. Several of these add up, and any other fault goes with them. */
  slow: z.strictObject({ kind: z.literal("slow"), ms: milliseconds, ...range }),
  /** The socket works and bears no transcript. */
  silent: z.strictObject({ kind: z.literal("silent"), ...range }),
};

const { status, stall, drop, malformed, slow, silent } = faults;
const ordered = (fault: { from: number; to?: number | undefined }) =>
  fault.to === undefined || fault.to >= fault.from;
const orderedMessage = { error: "`to` must not be less than `from`", path: ["to"] };

const requestFault = z
  .discriminatedUnion("kind", [status, stall, drop, malformed, slow])
  .refine(ordered, orderedMessage);
const socketFault = z
  .discriminatedUnion("kind", [status, stall, drop, malformed, slow, silent])
  .refine(ordered, orderedMessage);

/** Parses what a scenario says; whatever it leaves out has a default. */
export const behaviourSchema = z.strictObject({
  stt: z
    .strictObject({
      /** An interim follows the end of its newest word by this much. */
      interimMs: milliseconds.default(100),
      /** A final follows the last voiced sample by this much. Deepgram nova-3 takes 247 to 326 ms. */
      finalMs: milliseconds.default(250),
      jitterMs: milliseconds.default(0),
      faults: z.array(socketFault).default([]),
    })
    .prefault({}),
  llm: z
    .strictObject({
      firstTokenMs: milliseconds.default(300),
      perTokenMs: milliseconds.default(15),
      jitterMs: milliseconds.default(0),
      faults: z.array(requestFault).default([]),
    })
    .prefault({}),
  tts: z
    .strictObject({
      firstByteMs: milliseconds.default(150),
      jitterMs: milliseconds.default(0),
      faults: z.array(requestFault).default([]),
    })
    .prefault({}),
});

export type Behaviour = z.output<typeof behaviourSchema>;
export type BehaviourInput = z.input<typeof behaviourSchema>;
export type SocketFault = z.output<typeof socketFault>;
export type RequestFault = z.output<typeof requestFault>;

/** @throws Error with one line for each thing that is wrong, and where. */
export function parseBehaviour(input: unknown): Behaviour {
  const result = behaviourSchema.safeParse(input);
  if (!result.success) throw new Error(`behaviour of the local engines: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** A fault that spoils the answer rather than delaying it. */
type Spoiling<Fault> = Exclude<Fault, { kind: "slow" }>;

/** What is to go wrong with one request: the first fault that covers it, and the sum of what slows it. */
export function faultsOf<Fault extends SocketFault>(
  all: readonly Fault[],
  requestNumber: number,
): { fault: Spoiling<Fault> | undefined; slowMs: number } {
  const here = all.filter(({ from, to }) => requestNumber >= from && requestNumber <= (to ?? Infinity));
  return {
    fault: here.find(spoils),
    slowMs: here.reduce((sum, fault) => sum + (fault.kind === "slow" ? fault.ms : 0), 0),
  };
}

function spoils<Fault extends SocketFault>(fault: Fault): fault is Spoiling<Fault> {
  return fault.kind !== "slow";
}
