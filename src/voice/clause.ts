/** Where a clause begins in speech that is already sound: after a pause, whoever's voice it is. */

/** Loudness is looked at in steps this long. */
const stepSamples = 240;
/** 60 ms of quiet: voices breathe for longer between clauses, and close their lips for less within a word. */
const pauseSteps = 6;
/** Quiet is below this share of the loudest step. */
const quietShare = 0.04;
/** A clause is not longer than this: 8 s at 24 kHz. */
const longest = 8 * 24_000;

/** How many of the last samples of `played` (24 kHz) belong to the clause in which it breaks off; 0 in the pause before one. */
export function samplesSinceClause(played: Int16Array): number {
  const recent = played.subarray(Math.max(0, played.length - longest));
  const steps = Math.floor(recent.length / stepSamples);
  const level = (step: number) => {
    const end = recent.length - step * stepSamples;
    let peak = 0;
    for (let at = end - stepSamples; at < end; at++) peak = Math.max(peak, Math.abs(recent[at] ?? 0));
    return peak;
  };
  const levels = Array.from({ length: steps }, (_, step) => level(step));
  const quiet = Math.max(0, ...levels) * quietShare;
  let run = 0;
  for (const [step, peak] of levels.entries()) {
    run = peak <= quiet ? run + 1 : 0;
    if (run === pauseSteps) return (step + 1 - pauseSteps) * stepSamples;
  }
  return recent.length;
}
