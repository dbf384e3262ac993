import { spelt } from "#src/dashboard/words/labels.ts";
import { isTelephone, settingText } from "./setting-text.ts";

interface Props {
  what: string;
  records: readonly Readonly<Record<string, unknown>>[];
  /** Their order matters. */
  numbered?: boolean;
}

export function RecordTable({ what, records, numbered = false }: Props) {
  const columns = columnsOf(records);
  if (records.length === 0) return <p className="soft">None.</p>;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={`${what}, a table`}>
      <table className="table">
        <thead>
          <tr>
            {numbered && <th scope="col">Order</th>}
            {columns.map((name) => (
              <th key={name} scope="col">
                {spelt(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record, index) => (
            <tr key={index}>
              {numbered && <td>{index + 1}</td>}
              {columns.map((name) => (
                <td key={name} className={isTelephone(record[name]) ? "whole" : undefined}>
                  {settingText(name, record[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The database does not keep their order. What is not named here stands behind. */
const order = ["name", "trade", "address", "email", "role", "phone", "hours", "units", "aliases"];

function columnsOf(records: Props["records"]): string[] {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  names.delete("id");
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...names].sort((one, other) => rank(one) - rank(other));
}
