/** What the command was asked for. */
import { parseArgs } from "node:util";

export interface Wanted {
  runs: number;
  seed: number;
  /** One run of the seed, with its whole log. */
  only: number | undefined;
  /** A plan out of a file. */
  plan: string | undefined;
  workers: number;
  silenceMs: number;
  /** Name of a change to the chart. */
  mutate: string | undefined;
  shrinks: boolean;
  /** This process does every `of`-th run, beginning with run `index`. */
  share: { index: number; of: number } | undefined;
}

/** What is guaranteed on our turn. */
export const promisedSilenceMs = 3000;

/** Throws one sentence that names the option and the remedy. */
export function readArguments(given: readonly string[]): Wanted {
  const { values } = parseArgs({
    args: [...given],
    options: {
      runs: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
      only: { type: "string" },
      plan: { type: "string" },
      workers: { type: "string", default: "2" },
      silence: { type: "string", default: String(promisedSilenceMs) },
      mutate: { type: "string" },
      "no-shrink": { type: "boolean", default: false },
      share: { type: "string" },
    },
  });
  const share = values.share?.split("/").map(Number);
  return {
    runs: whole("runs", values.runs),
    seed: whole("seed", values.seed),
    only: values.only === undefined ? undefined : whole("only", values.only),
    plan: values.plan,
    workers: Math.max(1, whole("workers", values.workers)),
    silenceMs: whole("silence", values.silence),
    mutate: values.mutate,
    shrinks: !values["no-shrink"],
    share: share === undefined ? undefined : { index: share[0] ?? 0, of: share[1] ?? 1 },
  };
}

function whole(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name}: found '${text}'; give a whole number, such as --${name} 100.`);
}
