/** The sentences of the intake script: which it needs, and how the variables in them are filled in. */
import { turnVariables } from "#src/workspaces/pack.ts";

export const lineNames = [
  "ack.plain",
  "ack.good",
  "ack.thanks",
  "ack.name",
  "ack.sorry",
  "ack.changed",
  "ack.unclear",
  "ack.repeat",
  "welcome.care",
  "welcome.hello",
  "safety.ask",
  "safety.again",
  "safety.last",
  "safety.danger",
  "safety.unsure",
  "problem.ask",
  "problem.again",
  "severity.general",
  "severity.plumbing",
  "severity.heating",
  "severity.electrical",
  "severity.locksmith",
  "severity.again",
  "location.ask",
  "location.again",
  "location.last",
  "location.finding",
  "location.found",
  "location.unlisted",
  "location.which",
  "unit.ask",
  "unit.again",
  "unit.unlisted",
  "number.offer",
  "number.offerAgain",
  "number.ask",
  "number.again",
  "number.last",
  "number.goOn",
  "number.areaCode",
  "number.skipped",
  "name.ask",
  "name.again",
  "permission.ask",
  "permission.again",
  "confirm.full",
  "confirm.changed",
  "confirm.again",
  "confirm.what",
  "confirm.number",
  "confirm.unitAddress",
  "confirm.unit",
  "confirm.address",
  "confirm.problem",
  "confirm.name",
  "confirm.mayEnter",
  "confirm.mayNotEnter",
  "dispatch.sending",
  "dispatch.logging",
  "dispatch.asHeard",
  "dispatched.vendor",
  "dispatched.logged",
  "dispatched.failed",
  "dispatched.anythingElse",
  "dispatched.anythingElseAgain",
  "dispatched.goOn",
  "dispatched.added",
  "dispatched.when",
  "closing.goodbye",
  "wrongNumber.friendly",
  "human.connecting",
  "human.unavailable",
  "aside.here",
  "aside.wait",
  "aside.when",
  "aside.robot",
  "evacuate.leave",
  "evacuate.number",
  "evacuate.outside",
  "evacuate.told",
] as const;
export type LineName = (typeof lineNames)[number];
export type Lines = Readonly<Record<LineName, string>>;

export type Variables = Partial<Record<(typeof turnVariables)[number], string>>;

/** Throws, naming every line that is missing and every variable that nobody fills in. */
export function checkedLines(script: Readonly<Record<string, string>>): Lines {
  const missing = lineNames.filter((name) => (script[name] ?? "").trim() === "");
  if (missing.length > 0) throw new Error(`The script lacks these lines: ${missing.join(", ")}`);
  const unknown = Object.entries(script).flatMap(([name, line]) =>
    variablesIn(line)
      .filter((variable) => !turnVariables.some((known) => known === variable))
      .map((variable) => `{{${variable}}} in ${name}`),
  );
  if (unknown.length > 0) throw new Error(`The script uses unknown variables: ${unknown.join(", ")}`);
  return script;
}

/** A variable that has no value becomes nothing; the spaces around it close up. */
export function fill(line: string, values: Variables): string {
  return line
    .replace(
      /\{\{(\w+)\}\}/g,
      (_, name: string) => Object.entries(values).find(([key]) => key === name)?.[1] ?? "",
    )
    .replace(/\s+/g, " ")
    .trim();
}

function variablesIn(line: string): string[] {
  return Array.from(line.matchAll(/\{\{\s*([^}\s]*)\s*\}\}/g), (match) => match[1] ?? "");
}
