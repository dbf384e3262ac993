/** The real voice, with a witness of what it was given to say and of what it claims was heard. */
import type { Utterance, UtteranceEvents, Voice } from "#src/call/ports.ts";

export interface VoiceWitness {
  /** A fixed phrase is beginning to be heard. */
  onPhrase(name: string): void;
  /** An utterance says that all of it was heard; `missing` are words that it was given and did not say. */
  onFinished(given: string, claimed: string): void;
}

export function watchedVoice(
  voice: Voice,
  texts: Readonly<Record<string, string>>,
  witness: VoiceWitness,
): Voice {
  return {
    ...voice,
    begin(events) {
      const given: string[] = [];
      let phrase: string | undefined;
      const heard: UtteranceEvents = {
        ...events,
        started(at) {
          if (phrase !== undefined) witness.onPhrase(phrase);
          phrase = undefined;
          events.started(at);
        },
        finished(at, said) {
          witness.onFinished(given.join(" "), utterance.heard().text);
          events.finished(at, said);
        },
      };
      const real = voice.begin(heard);
      const utterance: Utterance = {
        ...real,
        say(sentence) {
          given.push(sentence);
          real.say(sentence);
        },
        phrase(name) {
          phrase = name;
          given.push(texts[name] ?? "");
          real.phrase(name);
        },
      };
      return utterance;
    },
  };
}
