/** Everything that a caller can do. Each act resolves to false when the call was over before it was done. */
import { beginLine, type SpeechPort } from "./begin-line.ts";
import type { CallerLine } from "./caller-line.ts";
import type { Floor } from "./floor.ts";
import type { SpokenLine } from "./speech.ts";
import type { Sound } from "./spoken-line.ts";

export class Acts {
  readonly #floor: Floor;
  readonly #line: CallerLine;
  readonly #speech: SpeechPort;
  readonly #lines: ReadonlyMap<string, SpokenLine>;
  readonly #problems: string[];

  /** `lines` holds the audio of every line by its text; what could not be done as told goes to `problems`. */
  constructor(
    floor: Floor,
    line: CallerLine,
    speech: SpeechPort,
    lines: ReadonlyMap<string, SpokenLine>,
    problems: string[],
  ) {
    this.#floor = floor;
    this.#line = line;
    this.#speech = speech;
    this.#lines = lines;
    this.#problems = problems;
  }

  /** Speaks now, until the last sample is on the line. */
  async say(text: string): Promise<boolean> {
    const { to } = this.#begin(text);
    const said = await this.#untilTime(to);
    this.#floor.yield();
    return said;
  }

  /** Speaks once the agent has been heard for so long, whether or not it has finished. */
  async interrupt({ after, say }: { after: number; say: string }): Promise<boolean> {
    const heard = await this.#heard(after);
    if (heard === undefined) return false;
    if (heard === "finished") this.#tooLate("interruption", after);
    return this.say(say);
  }

  /** Makes a sound while the agent speaks; makes none when the agent has finished before. */
  async sound({ kind, after }: { kind: Sound; after: number }): Promise<boolean> {
    const heard = await this.#heard(after);
    if (heard === "finished") this.#tooLate(kind, after);
    if (heard !== "speaking") return heard !== undefined;
    return this.#untilTime(this.#begin(`{${kind}}`).to);
  }

  async silence(ms: number): Promise<boolean> {
    return this.#untilTime(this.#line.now() + ms);
  }

  press(digit: string): void {
    this.#floor.handle.send({ type: "dtmf.pressed", digit });
  }

  hangUp(): void {
    this.#line.cut();
    this.#speech.cut();
    this.#floor.handle.send({ type: "call.hungUp", by: "caller" });
  }

  /** Begins the sentence, and is gone after its first words. */
  async hangUpAfterWords({ afterWords, of }: { afterWords: number; of: string }): Promise<boolean> {
    const { from, words } = this.#begin(of);
    const said = await this.#untilTime(from + (words[afterWords - 1]?.endMs ?? 0));
    if (said) this.hangUp();
    return said;
  }

  #begin(text: string): ReturnType<typeof beginLine> {
    const line = this.#lines.get(text);
    if (line === undefined) throw new Error(`There is no audio of the line "${text}".`);
    return beginLine(line, this.#line, this.#speech);
  }

  #heard(after: number): Promise<"speaking" | "finished" | undefined> {
    return this.#floor.until(() => {
      const heard = this.#floor.heardMs();
      if (heard > 0 && heard >= after) return "speaking";
      return this.#floor.isMyTurn() ? "finished" : undefined;
    });
  }

  async #untilTime(time: number): Promise<boolean> {
    return (await this.#floor.until(() => this.#line.now() >= time || undefined)) === true;
  }

  #tooLate(what: string, after: number): void {
    const heard = Math.round(this.#floor.heardMs());
    this.#problems.push(
      `the ${what} was due after ${after} ms of the agent's speech, which lasted ${heard} ms`,
    );
  }
}
