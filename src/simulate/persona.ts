/** Answers what it is asked, and may interrupt, cough or press a key on the way. */
import type { Stage } from "#machines/call/types.ts";
import type { Acts } from "./acts.ts";
import type { Persona, PersonaEvent } from "./caller-schema.ts";
import { finalStages } from "./chart-names.ts";
import type { Floor } from "./floor.ts";

/** In these stages, a caller without another answer says again what the call is about. */
const openingStages: readonly Stage[] = ["welcome", "problem"];

/** Resolves when the call is over or the persona has hung up; what it was not ready for goes to `problems`. */
export async function playPersona(
  persona: Persona,
  events: readonly PersonaEvent[],
  floor: Floor,
  acts: Acts,
  problems: string[],
): Promise<void> {
  const asked = new Map<Stage, number>();
  const due = [...events];
  let opened = false;
  while (!floor.over) {
    const next = await floor.until(() => {
      const event = due.find(({ stage }) => stage === floor.stage);
      const audible = floor.heardMs() > 0;
      return audible && event !== undefined ? event : floor.isMyTurn() ? "turn" : undefined;
    });
    if (next === undefined) break;
    if (next !== "turn") {
      due.splice(due.indexOf(next), 1);
      await perform(next, acts);
      continue;
    }
    const line = opened ? answerTo(persona, floor.stage, asked) : persona.opening;
    opened = true;
    if (line !== undefined) {
      await acts.say(line);
      continue;
    }
    const { stage } = floor;
    if (finalStages.includes(stage)) {
      if (persona.whenDone === "hangUp") return acts.hangUp();
    } else {
      problems.push(`the persona has no answer for the stage ${stage}`);
    }
    await floor.until(() => floor.stage !== stage || undefined);
  }
  for (const { stage } of due) problems.push(`the event of the stage ${stage} did not come to pass`);
}

async function perform(event: PersonaEvent, acts: Acts): Promise<void> {
  if (event.interrupt !== undefined) await acts.interrupt(event.interrupt);
  if (event.sound !== undefined) await acts.sound(event.sound);
  if (event.press !== undefined) acts.press(event.press);
}

/** The first answer, then the second, and the last one for good. */
function answerTo(
  { answers, opening }: Persona,
  stage: Stage,
  asked: Map<Stage, number>,
): string | undefined {
  const given = [answers[stage] ?? (openingStages.includes(stage) ? opening : [])].flat();
  const times = asked.get(stage) ?? 0;
  asked.set(stage, times + 1);
  return given[Math.min(times, given.length - 1)];
}
