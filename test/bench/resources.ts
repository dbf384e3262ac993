/**
 * What a call takes of the machine: each contender alone, in a new process, with one call and with several at once, while all
 * of them are under way. What it takes to begin and to end one is not in it.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type ContenderChild, startContender } from "./contender-child.ts";
import type { ContenderName } from "./contender.ts";
import type { Engines } from "./engines.ts";
import { planCalls, type PlannedCall } from "./plan.ts";
import { placeCalls } from "./place-calls.ts";
import { behaviourOf, profileOf } from "./profiles.ts";
import type { Resources } from "./result.ts";

const atOnce = [1, 5];
const turnsOfACall = 16;
/** Into the calls: the last has begun some seconds ago, and none is over soon. */
const fromMs = 9_000;
const untilMs = 27_000;

interface Share {
  cpuSecondsPerCallSecond: number;
  memoryMiBPerCall: number;
}

export async function measureResources({
  contenders,
  engines,
  seed,
  onProgress,
}: {
  contenders: readonly ContenderName[];
  engines: Engines;
  seed: number;
  onProgress: (line: string) => void;
}): Promise<Resources[]> {
  const [plan] = await planCalls("short", turnsOfACall, seed);
  if (plan === undefined) throw new Error("A call was not planned.");
  const all: Resources[] = [];
  for (const callsAtOnce of atOnce) {
    const calls = Array.from({ length: callsAtOnce }, () => plan);
    onProgress(`CPU and memory at ${callsAtOnce} at once …`);
    const caller = await shareOf("none", calls, engines);
    for (const contender of contenders) {
      const share = await shareOf(contender, calls, engines);
      all.push({
        contender,
        callsAtOnce,
        cpuSecondsPerCallSecond: share.cpuSecondsPerCallSecond - caller.cpuSecondsPerCallSecond,
        memoryMiBPerCall: share.memoryMiBPerCall - caller.memoryMiBPerCall,
      });
    }
  }
  return all;
}

async function shareOf(
  name: ContenderName | "none",
  calls: readonly PlannedCall[],
  engines: Engines,
): Promise<Share> {
  const contender = await startContender(name, engines);
  try {
    const before = await contender.measure();
    const failed = placeCalls(calls, {
      contender,
      engines,
      behaviour: behaviourOf(profileOf("fast")),
      callsAtOnce: calls.length,
    }).then(() => Promise.reject(new Error(`The calls of ${name} were over before they were measured.`)));
    return await Promise.race([failed, measureAmid(contender, before.rssMiB, calls.length)]);
  } finally {
    await contender.finish();
  }
}

async function measureAmid(contender: ContenderChild, rssBeforeMiB: number, calls: number): Promise<Share> {
  await delay(fromMs);
  const first = await contender.measure();
  const from = performance.now();
  await delay(untilMs - fromMs);
  const last = await contender.measure();
  const callMs = (performance.now() - from) * calls;
  return {
    cpuSecondsPerCallSecond: (last.cpuMs - first.cpuMs) / callMs,
    memoryMiBPerCall: (last.rssMiB - rssBeforeMiB) / calls,
  };
}
