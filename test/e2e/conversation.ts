/** A caller who answers what they are asked, until the agent hangs up. */
import type { WebhookEvent } from "#src/outbox/contract.ts";
import type { Caller } from "./caller.ts";
import { until } from "./time.ts";

/** A person answers when the agent was quiet for so long. */
const quietMs = 600;
const questionLimitMs = 40_000;

export type Answers = Readonly<Record<string, readonly string[]>>;

/**
 * Answers by the stage in which the agent spoke last: a stage's first answer, then its next, then its last again. Resolves
 * when the call was ended from the other side, to what the caller waited each time, in ms: from their last voiced sample to
 * the agent's first, at the caller's ear.
 */
export async function converse(
  caller: Caller,
  answers: Answers,
  told: () => readonly WebhookEvent[],
): Promise<number[]> {
  await caller.prepare(...Object.values(answers).flat());
  let over = false;
  void caller.disconnected.then(() => (over = true));
  const saidUntil: number[] = [];
  const given = new Map<string, number>();
  for (let heard = 0; ;) {
    const stages = await until(() => (over ? [] : moreThan(heard, stagesOfAgent(told()))), {
      limitMs: questionLimitMs,
      complaint: () => `The agent said nothing for ${questionLimitMs} ms: ${summary(told())}`,
    });
    const stage = stages.at(-1);
    if (stage === undefined) break;
    heard = stages.length;
    await caller.waitForSilence(quietMs);
    if (over) break;
    const list = answers[stage] ?? [];
    const count = given.get(stage) ?? 0;
    given.set(stage, count + 1);
    const answer = list[Math.min(count, list.length - 1)];
    if (answer !== undefined) saidUntil.push((await caller.say(answer)).to);
  }
  return waits(caller, saidUntil);
}

function waits(caller: Caller, saidUntil: readonly number[]): number[] {
  return saidUntil.flatMap((to) => {
    const answer = caller.agentSpans().find(({ from }) => from > to);
    return answer === undefined ? [] : [answer.from - to];
  });
}

function stagesOfAgent(events: readonly WebhookEvent[]): string[] {
  return events.flatMap((event) =>
    event.event_type === "utterance" && event.data.speaker === "agent" ? [event.data.stage] : [],
  );
}

const moreThan = (count: number, list: string[]): string[] | undefined =>
  list.length > count ? list : undefined;

function summary(events: readonly WebhookEvent[]): string {
  return events
    .map((event) => (event.event_type === "utterance" ? event.data.text : event.event_type))
    .join(" | ");
}
