import { waitText } from "#src/dashboard/words/times.ts";
import { barsOf } from "./latency.ts";

/** From the caller's last sound to EMA's first, step by step. */
export function TurnLatency({ latency }: { latency: Readonly<Record<string, number>> }) {
  const bars = barsOf(latency);
  if (bars.length === 0) return null;
  return (
    <table className="waterfall">
      <caption className="unseen">When each step was done, counted from the caller&apos;s last sound</caption>
      <tbody>
        {bars.map(({ name, ms, from, to }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="waterfall-track">
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect x={from * 100} y="1" width={Math.max(0.8, (to - from) * 100)} height="6" rx="0.6" />
              </svg>
            </td>
            <td className="figure waterfall-ms">{ms < 0 ? `${waitText(-ms)} before` : waitText(ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
