/** What a call takes of the machine: each contender alone, in a new process, with one call and with several at once. */
import { setTimeout as delay } from "node:timers/promises";
import { startContender } from "./contender-child.ts";
import type { ContenderName } from "./contender.ts";
import type { Engines } from "./engines.ts";
import { planCalls, type PlannedCall } from "./plan.ts";
import { placeCalls } from "./place-calls.ts";
import { behaviourOf, profileOf } from "./profiles.ts";
import type { Resources } from "./result.ts";

const atOnce = [1, 5];
const turnsOfACall = 4;
/** Into the calls: all of them are under way, and none is over. */
const memoryAfterMs = 15_000;

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
    const placed = placeCalls(calls, {
      contender,
      engines,
      behaviour: behaviourOf(profileOf("fast")),
      callsAtOnce: calls.length,
    });
    const during = delay(memoryAfterMs).then(() => contender.measure());
    const [outcomes, amid] = await Promise.all([placed, during]);
    const after = await contender.measure();
    const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
    return {
      cpuSecondsPerCallSecond: (after.cpuMs - before.cpuMs) / 1_000 / seconds,
      memoryMiBPerCall: (amid.rssMiB - before.rssMiB) / calls.length,
    };
  } finally {
    await contender.finish();
  }
}
