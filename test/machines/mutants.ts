/** `npm run -s mutants`: changes the chart in one place after the other and says whether the tests would notice. */
import { callMachine } from "#machines/call/machine.ts";
import { killer, tell, type Told } from "./graph/kill.ts";
import { type Mutant, mutantsOf } from "./graph/mutants.ts";
import { exploreAll } from "./graph/report.ts";
import type { PureStep } from "./graph/stepper.ts";
import { sampleTransitions } from "./graph/walks.ts";

const began = performance.now();
const told = tell(sampleTransitions(exploreAll(callMachine)));
const mutants = mutantsOf(callMachine);
const survivors = mutants.filter((mutant) => !noticed(mutant));
const killed = mutants.length - survivors.length;
const seconds = Math.round((performance.now() - began) / 1000);
const share = ((100 * killed) / mutants.length).toFixed(1);
for (const { name } of survivors) process.stdout.write(`survives: ${name}\n`);
process.stdout.write(`${killed} of ${mutants.length} mutants killed (${share} %) in ${seconds} s\n`);
process.exitCode = killed / mutants.length >= 0.97 ? 0 : 1;

function noticed(mutant: Mutant): boolean {
  try {
    const machine = mutant.build();
    return killer(machine, relevant(mutant)) !== undefined;
  } catch {
    return true;
  }
}

/** Only walks that come through the changed state can notice; those that leave it by a transition of its own come first. */
function relevant({ state }: Mutant): Told[] {
  const isThere = (step: PureStep | undefined) => step?.after._nodes.some(({ id }) => id === state) === true;
  const takes = ({ walk, prefix }: Told) =>
    [...prefix, ...walk].some(({ step }) => step.taken.some((id) => id.startsWith(`${state} on '`)));
  const passes = ({ walk, prefix }: Told) => [...prefix, ...walk].some(({ step }) => isThere(step));
  const taking = told.filter(takes);
  return [...taking, ...told.filter((one) => !taking.includes(one) && passes(one))];
}
