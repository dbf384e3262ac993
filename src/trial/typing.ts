/** What a person types is spoken on the line, one text after the other, as a simulated caller speaks. */
import { beginLine, type SpeechPort } from "#src/simulate/begin-line.ts";
import type { CallerLine } from "#src/simulate/caller-line.ts";
import { speakLine, type Synthesize } from "#src/simulate/speech.ts";
import type { Timers } from "#src/simulate/timers.ts";

export interface Typing {
  say(text: string): void;
  /** Nothing more is spoken. */
  close(): void;
}

export interface TypingOptions {
  line: CallerLine;
  speech: SpeechPort;
  synthesize: Synthesize;
  timers: Timers;
  /** One sentence; quotes nothing that was typed. */
  onProblem: (message: string) => void;
}

/** Texts that wait to be spoken. */
const waitingLimit = 5;

export function startTyping({ line, speech, synthesize, timers, onProblem }: TypingOptions): Typing {
  let open = true;
  let waiting = 0;
  let freeAt = Number.NEGATIVE_INFINITY;
  let before: Promise<void> = Promise.resolve();

  async function speak(text: string): Promise<void> {
    // Braces are how scenarios write pauses and sounds; a person who types one means none.
    const words = text.replaceAll(/[{}]/g, " ");
    const spoken = await speakLine(words, { synthesize, telephone: false, seed: 1 });
    await new Promise<void>((resolve) => timers.after(Math.max(0, freeAt - line.now()), resolve));
    if (open) freeAt = beginLine(spoken, line, speech).to;
  }

  return {
    say(text) {
      if (waiting >= waitingLimit) {
        onProblem(`So much is not said in one breath: ${waitingLimit} texts wait to be spoken already.`);
        return;
      }
      waiting += 1;
      before = before
        .then(() => speak(text))
        .catch(() => onProblem("This cannot be spoken: write words of Latin letters, or digits."))
        .finally(() => (waiting -= 1));
    },
    close() {
      open = false;
    },
  };
}
