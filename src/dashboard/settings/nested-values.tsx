import { settingLabel, settingText } from "./setting-text.ts";

/** Names and values, as deep as they go. */
export function NestedValues({ values }: { values: Readonly<Record<string, unknown>> }) {
  return (
    <dl className="pairs">
      {Object.entries(values).map(([name, value]) => (
        <div key={name}>
          <dt>{settingLabel(name)}</dt>
          <dd>
            {typeof value === "object" && value !== null && !Array.isArray(value) ? (
              <NestedValues values={value as Record<string, unknown>} />
            ) : (
              settingText(name, value)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
