/** What a reader learns first: the figures that matter, and how they came about. */
import type { BenchResult } from "../result.ts";
import { type Markup, markup } from "./markup.ts";
import { inlineSign } from "./plots/marks.ts";
import type { Summary } from "./summary.ts";
import { targetCount } from "./target-rows.ts";
import { contenderDescriptions, contenderLabels, latencyWords, percent, ratio, whole } from "./words.ts";

export function opening(result: BenchResult, summary: Summary): Markup {
  return markup`<h1>How soon the caller is answered</h1>
<p class="lede">EMA, and the ways in which a voice agent is otherwise built, had the same calls: the same spoken words, the same detector of speech, the same stand-ins for recognition, model and voice, on one machine, taking turns.</p>
${tiles(summary)}
<h2>How to read this</h2>
<p>Everything is taken from the audio on the line. A <strong>wait</strong> is the time from the last sample of the caller’s voice to the first one of the agent’s. The <strong>median</strong> is what half of the turns stay under; 95 of 100 stay under the <strong>95th percentile</strong>. A turn is <strong>wrongly taken</strong> when the agent speaks while the caller has not finished; such a turn has no wait. <strong>Barge-in to silence</strong> is how long the agent goes on after a caller has begun to speak over it.</p>
<p>The <strong>floor</strong> is a scheduler that knows in advance when the caller will have finished. With these providers, a reply that is made anew cannot be heard sooner; how close one comes is what the turn-taking is worth. EMA keeps short openers (“Okay.”, “I see.”) in stock, which its prompt asks the model to begin with, and so may lie below it; everybody’s model says the same.</p>
<p>Two things are not the same for all: only EMA is offered tools, of which the model uses one in the first reply to stories and hesitations, to note that everybody is safe, so that EMA’s chart waits for a story and not for a yes or a no; and an answer counts only if the model was asked for it since the caller began to speak, which is taken from the stand-in.</p>
<h3>Who was measured</h3>
<dl>${summary.overall.map(({ contender }) => markup`<dt>${inlineSign(contender)}${contenderLabels[contender]}</dt><dd>${contenderDescriptions[contender]}</dd>`)}</dl>
<h3>With which providers</h3>
<dl>${result.profiles.map((profile) => markup`<dt>${profile.name}</dt><dd>${profile.description} In milliseconds: ${latencyWords(profile)}.</dd>`)}</dl>`;
}

function tiles({ profiles, targets, overall }: Summary): Markup {
  const main = profiles.find(({ profile }) => profile.name === "measured") ?? profiles[0];
  const ours = main?.contenders.find(({ contender }) => contender === "ema")?.all;
  const { met, of } = targetCount(targets);
  const total = overall.find(({ contender }) => contender === "ema")?.all;
  const rival = (name: string) => ratio(main?.toRivals.find((one) => one.rival === name)?.wait.p50);
  return markup`<div class="grid-of tiles">
${tile(`${whole(ours?.wait?.p50)} ms`, `EMA’s median wait in the profile “${main?.profile.name ?? ""}”: ${ratio(main?.toFloor.p50)} times the floor, ${rival("session-default")} times AgentSession at its defaults, ${rival("session-tuned")} times the tuned one`)}
${tile(`${whole(ours?.silence?.p95)} ms`, `at most, in 95 of 100 barge-ins, until EMA is silent (${total?.notSilenced ?? 0} of ${total?.bargeIns ?? 0} in all profiles did not silence it)`)}
${tile(percent(total?.wronglyTakenShare), `of EMA’s turns wrongly taken: ${total?.wronglyTaken ?? 0} of ${total?.turns ?? 0} in all profiles; ${total?.unanswered ?? 0} unanswered`)}
${tile(`${met} of ${of}`, "targets met; each of them is shown below, those that were missed with how much")}
</div>`;
}

const tile = (figure: string, words: string): Markup =>
  markup`<div class="card tile"><strong>${figure}</strong><p>${words}</p></div>`;
