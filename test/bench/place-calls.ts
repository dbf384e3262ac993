/** Places calls with one contender, so many at once, and adds up what came of them. */
import { setTimeout as delay } from "node:timers/promises";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { judge } from "./callers/judge.ts";
import type { ContenderChild } from "./contender-child.ts";
import type { Engines } from "./engines.ts";
import type { PlannedCall } from "./plan.ts";
import type { Used } from "./result.ts";

export interface PlacedCall extends ReturnType<typeof judge> {
  audio: PlannedCall["audio"];
  used: Used;
}

/** Calls at once do not begin at once: their turns would be answered in step. */
const staggerMs = 1_300;

let placed = 0;

export async function placeCalls(
  calls: readonly PlannedCall[],
  options: { contender: ContenderChild; engines: Engines; behaviour: BehaviourInput; callsAtOnce: number },
): Promise<PlacedCall[]> {
  const waiting = [...calls];
  const done: PlacedCall[] = [];
  const lines = Array.from({ length: Math.min(options.callsAtOnce, calls.length) }, async (_, index) => {
    await delay(index * staggerMs);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      done.push(await placeCall(next, options));
  });
  await Promise.all(lines);
  return done;
}

async function placeCall(
  { audio, seed, noise, replies, turns }: PlannedCall,
  {
    contender,
    engines,
    behaviour,
  }: { contender: ContenderChild; engines: Engines; behaviour: BehaviourInput },
): Promise<PlacedCall> {
  placed += 1;
  const callId = `${contender.name}-${placed}`;
  // Named by the call's seed and not by its id: the providers are equally slow to every contender.
  await engines.open(callId, { seed: String(seed), behaviour, replies });
  const outcome = await contender.call({
    callId,
    deepgramUrl: engines.deepgramUrl(callId),
    openaiUrl: engines.openaiUrl(callId),
    apiUrl: engines.apiUrl,
    noise,
    turns,
  });
  const { used, at } = await engines.close(callId);
  return { audio, used, ...judge({ ...outcome, asked: at }) };
}
