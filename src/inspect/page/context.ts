/** What the call remembers at a step, one row a field; what the step changed is marked. */
import { make } from "./elements.ts";
import { inShort, type Step } from "./step.ts";

export function showContext(
  body: HTMLTableSectionElement,
  step: Step | undefined,
  before: Step | undefined,
): void {
  const rows = Object.entries(step?.context ?? {}).map(([name, value]) => {
    const text = inShort(value);
    const row = make("tr", {}, [make("th", { text: name }), make("td", { text })]);
    const changed = before !== undefined && inShort(before.context[name]) !== text;
    if (changed) row.className = "changed";
    if (changed) row.title = `Before: ${inShort(before.context[name])}`;
    row.querySelector("th")?.setAttribute("scope", "row");
    return row;
  });
  body.replaceChildren(...rows);
}
