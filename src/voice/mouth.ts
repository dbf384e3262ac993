/** The agent's voice in one call: utterances of synthesized sentences and cached phrases, one at a time. */
import type { AudioSink, Clock, Utterance, UtteranceEvents, Voice } from "#src/call/ports.ts";
import { Clip } from "./clip.ts";
import { type CachedPhrase, phraseFinder } from "./phrase-cache.ts";
import { Playout } from "./playout.ts";
import { speechWithFallback } from "./speech-with-fallback.ts";
import { type SpeechSynthesis, SynthesisFailed } from "./speech-synthesis.ts";

export interface MouthOptions {
  sink: AudioSink;
  clock: Clock;
  speech: SpeechSynthesis;
  /** Takes over where `speech` fails, before a sentence and in the middle of it. */
  secondSpeech: SpeechSynthesis;
  phrases: ReadonlyMap<string, CachedPhrase>;
}

/** Sentences fetched at the same time: the one that plays next, and the one after it. */
const fetchesAhead = 2;

export function createMouth({ sink, clock, speech, secondSpeech, phrases }: MouthOptions): Voice {
  let current: Playout | undefined;
  let told: UtteranceEvents | undefined;
  let preferred: "first" | "second" = "first";
  let soundedAt = -Infinity;
  const find = phraseFinder(phrases);
  const noting: AudioSink = {
    leadMs: sink.leadMs,
    write(frame) {
      sink.write(frame);
      soundedAt = clock.now();
    },
    queuedMs: () => sink.queuedMs(),
    clear: () => sink.clear(),
  };
  const voices = speechWithFallback({
    first: speech,
    second: secondSpeech,
    preferred: () => preferred,
    onFailed(which, reason) {
      if (which === "first") told?.degraded(reason);
    },
    onWorked(which) {
      if (which === "first") told?.worked();
    },
  });
  return {
    begin(events) {
      current?.drop();
      const playout = new Playout(noting, clock, events);
      current = playout;
      told = events;
      return utterance(playout, events);
    },
    isReady: (sentence) => find(sentence) !== undefined,
    pause: () => current?.pause(),
    resume: () => current?.resume(),
    resumeClause: () => current?.resumeClause(),
    use(synthesis) {
      preferred = synthesis;
    },
    soundedAt: () => soundedAt,
    close: () => current?.drop(),
  };

  function utterance(playout: Playout, events: UtteranceEvents): Utterance {
    const dropped = new AbortController();
    const waiting: Clip[] = [];
    let fetching = 0;
    let arrived = false;

    const fetchNext = () => {
      while (fetching < fetchesAhead) {
        const clip = waiting.shift();
        if (!clip) return;
        fetching++;
        void fetchClip(clip).then(() => {
          fetching--;
          fetchNext();
        });
      }
    };
    const noteAudio = () => {
      if (!arrived) events.firstAudio(clock.now());
      arrived = true;
    };
    const fetchClip = async (clip: Clip): Promise<void> => {
      try {
        for await (const samples of voices.synthesize(clip.text, dropped.signal)) {
          noteAudio();
          clip.append(samples);
          playout.pump();
        }
        clip.close();
      } catch (error) {
        clip.fail(error instanceof SynthesisFailed ? error.reason : "unexpected error");
      }
      playout.pump();
    };
    const cached = (name: string, counts: boolean): Clip => {
      const phrase = phrases.get(name);
      const clip = new Clip(phrase?.text ?? "", counts);
      if (phrase) clip.append(phrase.samples);
      else clip.fail(`no cached phrase ${name}`);
      clip.close();
      return clip;
    };

    return {
      say(sentence) {
        const clip = new Clip(sentence);
        const ready = find(sentence);
        if (ready !== undefined) {
          noteAudio();
          clip.append(ready.samples);
          clip.close();
          return playout.queue(clip);
        }
        waiting.push(clip);
        playout.queue(clip);
        fetchNext();
      },
      phrase: (name) => playout.queue(cached(name, true)),
      filler: (name) => playout.bridge(cached(name, false)),
      release: () => playout.release(),
      end: () => playout.end(),
      drop() {
        dropped.abort();
        playout.drop();
      },
      heard: () => playout.heard(),
    };
  }
}
