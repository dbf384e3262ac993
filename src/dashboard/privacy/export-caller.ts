/** What is stored of a caller, as a file for them. */
import type { CallerExport } from "#src/api/answers.ts";
import { getJson } from "#src/dashboard/api/get.ts";
import { plural } from "#src/dashboard/words/labels.ts";

const fileName = "caller.json";

export interface Exported {
  calls: number;
  events: number;
}

/** Asks the API, and has the browser save it. Resolves to how much it was. Throws `ApiProblem`. */
export async function exportCaller(workspaceId: string, number: string): Promise<Exported> {
  const exported = await getJson<CallerExport>(
    `/api/workspaces/${encodeURIComponent(workspaceId)}/export?${new URLSearchParams({ number })}`,
  );
  const address = URL.createObjectURL(
    new Blob([`${JSON.stringify(exported, null, 2)}\n`], { type: "application/json" }),
  );
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has begun to save it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  const { runs } = exported;
  return { calls: runs.length, events: runs.reduce((count, { events }) => count + events.length, 0) };
}

export const exportedText = ({ calls, events }: Exported): string =>
  calls === 0
    ? `Nothing is stored of this number; ${fileName} says so.`
    : `Saved as ${fileName}: ${plural(calls, "call")}, ${plural(events, "event")}. ` +
      "Recordings are saved on their calls' pages.";
