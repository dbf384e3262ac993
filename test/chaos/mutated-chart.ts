/** The written chart, or one that differs from it in one place. */
import { callMachine } from "#machines/call/machine.ts";
import { mutantsOf } from "../machines/graph/mutants.ts";

/** Such as `drops provider.failed #0 in call.live.turn.responding`. Throws when the chart has no such place. */
export function mutatedChart(name: string): typeof callMachine {
  const mutants = mutantsOf(callMachine);
  const mutant = mutants.find((one) => one.name === name);
  if (mutant) return mutant.build() as typeof callMachine;
  const like = mutants.filter((one) => one.name.includes(name)).map((one) => `\n  ${one.name}`);
  throw new Error(
    `--mutate: the chart has no '${name}'; give one of its places.${like.slice(0, 20).join("")}`,
  );
}
