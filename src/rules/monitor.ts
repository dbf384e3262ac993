/** Follows a running call along its steps and notes every rule that it breaks. */
import { Broken, type Memory } from "./rule.ts";
import { rules } from "./rules.ts";
import type { CallStep } from "./step.ts";

/** `step` is to be told every step from the first; `broken` has one sentence a broken rule, without speech. */
export function createMonitor() {
  const memories: Memory[] = rules.map(({ start }) => start);
  const found = new Map<string, string>();
  let last: string[] = [];
  return {
    step(step: CallStep): void {
      last = [...last.slice(-4), step.event.type];
      for (const [index, rule] of rules.entries()) {
        if (found.has(rule.name)) continue;
        const next = rule.next(memories[index] ?? rule.start, step);
        if (next instanceof Broken)
          found.set(rule.name, `rule broken: ${rule.name}: ${next.because}, at ${last.join(" → ")}`);
        else memories[index] = next;
      }
    },
    broken: (): readonly string[] => [...found.values()],
  };
}
