import type { ChartStep } from "#src/api/answers.ts";
import { leafStates } from "./leaf-states.ts";

/** The chart in words, for those who do not see it, and for those who look only for a moment. */
export function StatesText({ step }: { step: ChartStep | undefined }) {
  if (!step) return <p className="soft">The next step of the call lights it up.</p>;
  return (
    <dl className="states">
      {leafStates(step.states).map(({ region, state }) => (
        <div key={region}>
          <dt>{region}</dt>
          <dd>{state}</dd>
        </div>
      ))}
    </dl>
  );
}
