import { spelt } from "#src/dashboard/words/labels.ts";
import { isTelephone, settingText } from "./setting-text.ts";

interface Props {
  what: string;
  records: readonly Readonly<Record<string, unknown>>[];
  /** Their order matters. */
  numbered?: boolean;
}

export function RecordTable({ what, records, numbered = false }: Props) {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))].filter(
    (name) => name !== "id",
  );
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
