/** `{{name}}` in prompts and phrases. */
import { spokenHours } from "./office-hours.ts";
import { quoted } from "./openers.ts";
import type { Workspace } from "./pack.ts";
import { PackError, type Place } from "./pack-error.ts";
import { turnVariables } from "./pack.ts";
import type { SourcedText } from "./sourced-text.ts";
import { inWords } from "./spoken-time.ts";

type StaticVariable = "agentName" | "workspaceName" | "officeHours" | "trades" | "propertyNames" | "openers";

/** What EMA knows of every workspace: name to value. */
function staticVariables(workspace: Workspace, openers: readonly string[]): Record<StaticVariable, string> {
  const trades = [...new Set(workspace.vendors.map((vendor) => vendor.trade))];
  const properties = workspace.properties.map((property) => property.name);
  return {
    agentName: "EMA",
    workspaceName: workspace.name,
    officeHours: spokenHours(workspace),
    trades: inWords(trades.length === 0 ? ["general"] : trades),
    propertyNames: inWords(properties.length === 0 ? ["none"] : properties),
    openers: quoted(openers),
  };
}

export interface Filler {
  /** Fills the text; throws `PackError` for a variable that has no value here. */
  fill(text: SourcedText, options?: { keepTurnVariables: boolean }): string;
  /** Names of declared variables that no text has used so far. */
  unused(): readonly string[];
}

/** `declared` are the `variables` of a workspace's `workspace.yaml`. */
export function createFiller(
  workspace: Workspace,
  declared: Readonly<Record<string, string>>,
  openers: readonly string[],
): Filler {
  const values = new Map([
    ...Object.entries(staticVariables(workspace, openers)),
    ...Object.entries(declared),
  ]);
  const used = new Set<string>();

  return {
    fill(source, { keepTurnVariables } = { keepTurnVariables: false }) {
      checkBraces(source);
      return source.text.replaceAll(token, (excerpt, inner: string) => {
        const name = inner.trim();
        used.add(name);
        if (keepTurnVariables && isTurnVariable(name)) return `{{${name}}}`;
        const value = values.get(name);
        if (value === undefined) throw withoutValue(name, source.placeOf(excerpt), [...values.keys()]);
        return value;
      });
    },
    unused: () => Object.keys(declared).filter((name) => !used.has(name)),
  };
}

/** Whether the name is EMA's own, so that a workspace may not declare it. */
export function isReservedVariable(name: string, workspace: Workspace): boolean {
  return Object.hasOwn(staticVariables(workspace, []), name) || isTurnVariable(name);
}

const token = /\{\{([^{}]*)\}\}/g;

function isTurnVariable(name: string): boolean {
  return turnVariables.some((each) => each === name);
}

function checkBraces(source: SourcedText): void {
  const index = source.text.replaceAll(token, (each) => " ".repeat(each.length)).search(/\{\{|\}\}/);
  if (index === -1) return;
  const startOfLine = source.text.lastIndexOf("\n", index) + 1;
  throw new PackError(
    source.placeOf(source.text.slice(startOfLine, index + 2)),
    `"${source.text.slice(index, index + 2)}" is not part of a variable`,
    "write a variable as {{name}}, braces on both sides and on one line",
  );
}

function withoutValue(name: string, place: Place, known: readonly string[]): PackError {
  const variable = `{{${name}}}`;
  if (isTurnVariable(name))
    return new PackError(place, `${variable} is known only during a call`, "use it in script.yaml alone");
  return new PackError(
    place,
    `${variable} is an unknown variable`,
    `use one of ${known.join(", ")}, or declare it under variables in workspace.yaml`,
  );
}
