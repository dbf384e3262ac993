/** The command line of the benchmark. */
import { parseArgs } from "node:util";
import { contenderNames } from "./contender.ts";
import { callerNames, profileNames } from "./result.ts";
import type { BenchOptions } from "./run-bench.ts";

export const usage = `Usage: npm run bench -- [options]

  --turns N          of each contender, profile and caller, half of them over the telephone (12)
  --contender NAME   ${contenderNames.join(", ")}
  --profile NAME     ${profileNames.join(", ")}
  --caller NAME      ${callerNames.join(", ")}
                     each of these three may be given more than once; left out, it is all of them
  --calls-at-once N  with each contender (2)
  --seed N           of what callers say, the latencies' spread and the noise (1)
  --no-resources     leave out CPU and memory a call
  --report           write the page, too
  --json FILE        write the result there; both are in bench-results/ otherwise
`;

export interface Command extends Omit<BenchOptions, "onProgress"> {
  report: boolean;
  json: string | undefined;
}

/** @throws Error with one sentence. */
export function readCommand(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      turns: { type: "string", default: "12" },
      contender: { type: "string", multiple: true },
      profile: { type: "string", multiple: true },
      caller: { type: "string", multiple: true },
      "calls-at-once": { type: "string", default: "2" },
      seed: { type: "string", default: "1" },
      "no-resources": { type: "boolean", default: false },
      report: { type: "boolean", default: false },
      json: { type: "string" },
    },
  });
  return {
    turns: count("turns", values.turns, 2, 1_000),
    contenders: chosen("contender", contenderNames, values.contender),
    profiles: chosen("profile", profileNames, values.profile),
    callers: chosen("caller", callerNames, values.caller),
    callsAtOnce: count("calls-at-once", values["calls-at-once"], 1, 50),
    seed: count("seed", values.seed, 0, 1_000_000),
    resources: !values["no-resources"],
    report: values.report,
    json: values.json,
  };
}

/** In their own order, whatever the order in which they are asked for. */
function chosen<Name extends string>(
  option: string,
  all: readonly Name[],
  asked: readonly string[] = all,
): Name[] {
  const unknown = asked.find((name) => !all.some((known) => known === name));
  if (unknown !== undefined)
    throw new Error(`--${option} is '${unknown}'; it must be one of ${all.join(", ")}.`);
  return all.filter((name) => asked.includes(name));
}

function count(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new Error(`--${option} is '${text}'; it must be a whole number from ${least} to ${most}.`);
  return value;
}
