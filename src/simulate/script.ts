/** Follows a script, one step after the other. */
import type { Acts } from "./acts.ts";
import type { ScriptStep } from "./caller-schema.ts";
import type { Floor } from "./floor.ts";

/** Resolves when the last step was done or the call is over; steps that were left go to `problems`. */
export async function followScript(
  steps: readonly ScriptStep[],
  floor: Floor,
  acts: Acts,
  problems: string[],
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    if (await perform(step, floor, acts)) continue;
    if (!canBeLeft(step))
      problems.push(`the call was over before step ${index + 1} of the script (${nameOf(step)})`);
    return;
  }
}

async function perform(step: ScriptStep, floor: Floor, acts: Acts): Promise<boolean> {
  if (step.interrupt !== undefined) return acts.interrupt(step.interrupt);
  if (step.sound !== undefined) return acts.sound(step.sound);
  if (step.silent === true) return (await floor.until(never)) === true;
  if ((await floor.until(() => floor.isMyTurn() || undefined)) === undefined) return false;
  if (step.say !== undefined) return acts.say(step.say);
  if (step.silence !== undefined) return acts.silence(step.silence);
  if (step.hangUp !== undefined && step.hangUp !== true) return acts.hangUpAfterWords(step.hangUp);
  if (step.hangUp === true) acts.hangUp();
  if (step.press !== undefined) acts.press(step.press);
  return true;
}

function never(): undefined {
  return undefined;
}

/** A call that ends earlier than the caller would have hung up is no fault of the script. */
function canBeLeft(step: ScriptStep): boolean {
  return step.silent === true || step.silence !== undefined || step.hangUp === true;
}

function nameOf(step: ScriptStep): string {
  return Object.keys(step).join(", ");
}
