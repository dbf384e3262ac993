/** A call as it happens, line by line, for a terminal. */
import { styleText } from "node:util";
import type { CallLogEntry } from "#src/call/handle.ts";
import type { TurnLatency } from "#src/call/ports.ts";

/** States of these regions say what a reader wants to see; the others are there in the event log. */
const shownRegions = /^live\.(turn|safety|intake|line)\.|^(ringing|ended)$/;
const barLength = 40;

/** Returns the function that turns an entry into the lines to be printed; times are counted from the first entry. */
export function liveView(): (entry: CallLogEntry) => string[] {
  let startedAt: number | undefined;
  return (entry) => {
    startedAt ??= entry.at;
    const time = styleText("dim", `${((entry.at - startedAt) / 1000).toFixed(2).padStart(7)} s `);
    return describe(entry).map((line) => time + line);
  };
}

function describe(entry: CallLogEntry): string[] {
  switch (entry.kind) {
    case "states": {
      const shown = entry.leaves.filter((state) => shownRegions.test(state) && isNew(state, entry.entered));
      return shown.map((state) => styleText("cyan", `chart   ${state.replace(/^live\./, "")}`));
    }
    case "turn": {
      const cut = entry.interrupted ? styleText("yellow", " — interrupted") : "";
      const who =
        entry.speaker === "tenant" ? styleText("green", "tenant ") : styleText("magenta", "EMA    ");
      return [
        `${who} ${styleText("bold", entry.text)}${cut}`,
        ...(entry.latency ? waterfall(entry.latency) : []),
      ];
    }
    case "tool":
      return [styleText("blue", `tool    ${entry.name}`)];
    case "webhook":
      return [styleText("dim", `webhook ${entry.eventType} queued`)];
    case "problem":
      return [styleText("red", `problem ${entry.reason}`)];
    case "event":
      return entry.event.type === "hazard.heard" ? [styleText("red", `hazard  ${entry.event.category}`)] : [];
    case "effect":
      return entry.name === "pausePlayout" || entry.name === "resumePlayout"
        ? [styleText("yellow", `effect  ${entry.name}`)]
        : [];
  }
}

const isNew = (leaf: string, entered: readonly string[]) =>
  entered.some((state) => leaf === state || leaf.startsWith(`${state}.`));

/** When each stage was done, from the caller's last voiced sample to the agent's first. */
function waterfall({ wait_ms, ...stages }: TurnLatency): string[] {
  const done = Object.entries({ ...stages, heard_ms: wait_ms })
    .filter((stage): stage is [string, number] => stage[1] !== undefined)
    .sort(([, a], [, b]) => a - b);
  const longest = Math.max(...done.map(([, ms]) => ms), 1);
  return done.map(([stage, ms]) => {
    const bar = "─".repeat(Math.max(0, Math.round((ms / longest) * barLength) - 1));
    return styleText(
      "dim",
      `        ${stage.replace(/_ms$/, "").padEnd(15)} ${`${bar}┤`.padEnd(barLength)} ${ms} ms`,
    );
  });
}
