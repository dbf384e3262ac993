/** The calls to choose from: running ones, and those that have ended. */
import type { WatchedCall } from "../watch/message.ts";
import { writePlace } from "./address.ts";
import { make } from "./elements.ts";

export interface CallLists {
  running: HTMLUListElement;
  recent: HTMLUListElement;
}

export function showCalls(
  { running, recent }: CallLists,
  calls: readonly WatchedCall[],
  chosen: string | undefined,
): void {
  const item = (call: WatchedCall): HTMLLIElement => itemOf(call, call.id === chosen);
  const newest = calls.toSorted((one, other) => other.startedAt.localeCompare(one.startedAt));
  const fill = (list: HTMLUListElement, some: readonly WatchedCall[], none: string): void =>
    list.replaceChildren(
      ...(some.length === 0 ? [make("li", { className: "none", text: none })] : some.map(item)),
    );
  fill(
    running,
    newest.filter(({ ended }) => ended === undefined),
    "No call is running.",
  );
  fill(
    recent,
    newest.filter(({ ended }) => ended !== undefined),
    "None yet.",
  );
}

function itemOf({ id, startedAt, synthetic, ended }: WatchedCall, isChosen: boolean): HTMLLIElement {
  const began = new Date(startedAt);
  const link = make("a", { className: "call" }, [
    make("span", { className: "call-id", text: shortId(id) }),
    make("span", {
      className: "call-about",
      text: `${Number.isNaN(began.valueOf()) ? startedAt : began.toLocaleTimeString()} · ${synthetic ? "simulated" : "telephone"}`,
    }),
    ...(ended ? [make("span", { className: "call-outcome", text: ended.outcome })] : []),
  ]);
  link.href = writePlace({ callId: id, at: undefined, state: undefined });
  link.title = id;
  if (isChosen) link.setAttribute("aria-current", "page");
  return make("li", {}, [link]);
}

/** Ids are long and differ at the end of their first piece. */
const shortId = (id: string): string => (id.length > 24 ? `${id.slice(0, 22)}…` : id);
