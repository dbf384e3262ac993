import type { Figures } from "#src/api/answers.ts";
import { moneyText } from "#src/dashboard/words/numbers.ts";

export function DayTable({ days }: { days: Figures["days"] }) {
  const busy = days.filter(({ calls }) => calls > 0);
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Calls a day, as a table">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Calls</th>
            <th scope="col">Emergencies</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {busy.map(({ day, calls, emergencies, costUsd }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>{calls}</td>
              <td>{emergencies}</td>
              <td>{moneyText(costUsd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
