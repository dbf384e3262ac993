import type { Run } from "#src/api/answers.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { useRole } from "#src/dashboard/parts/role-context.ts";
import { factLabel, factsInOrder, valueText } from "#src/dashboard/words/labels.ts";
import { telephoneText } from "#src/dashboard/words/numbers.ts";
import { piecesOf } from "#src/dashboard/words/masks.ts";
import type { PropertyName } from "#src/dashboard/words/run-words.ts";

interface Props {
  run: Run;
  properties: readonly PropertyName[];
}

export function FactsPanel({ run, properties }: Props) {
  const role = useRole();
  const names = factsInOrder(Object.keys(run.facts));
  return (
    <Panel title="Taken down">
      {names.length === 0 ? (
        <p className="soft">
          {role === "viewer"
            ? "What was taken down is shown to operators."
            : "Nothing has been taken down yet."}
        </p>
      ) : (
        <dl className="pairs">
          {names.map((name) => (
            <div key={name}>
              <dt>{factLabel(name)}</dt>
              <dd>
                <Value name={name} value={run.facts[name]} properties={properties} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}

function Value({
  name,
  value,
  properties,
}: {
  name: string;
  value: unknown;
  properties: readonly PropertyName[];
}) {
  const text = valueText(name, value);
  if (name === "propertyId") return properties.find(({ id }) => id === value)?.name ?? text;
  if (name === "callbackNumber" && /^\+?\d{10,15}$/.test(text))
    return (
      <a href={`tel:${text}`} className="figure">
        {telephoneText(text)}
      </a>
    );
  return piecesOf(text).map((piece, index) =>
    piece.mask ? (
      <span key={index} className="mask" title="Not kept">
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}
