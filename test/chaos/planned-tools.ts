/** The real tools, slowed, broken or stuck as the plan's faults say. */
import type { Dialogue } from "#src/call/ports.ts";
import type { FaultNow } from "./plan.ts";

const slowMs = 3000;

/** Puts the id of each tool call that is run into `ran`. */
export const plannedTools = (
  dialogue: Dialogue,
  faults: FaultNow,
  sleep: (ms: number) => Promise<void>,
  ran: string[],
): Dialogue => ({
  ...dialogue,
  async runTool(call, situation, signal) {
    ran.push(call.id);
    const fault = faults("tools");
    if (fault === "never") await new Promise(() => {});
    if (fault === "fails") throw new TypeError("broken");
    if (fault === "slow") await sleep(slowMs);
    return dialogue.runTool(call, situation, signal);
  },
});
