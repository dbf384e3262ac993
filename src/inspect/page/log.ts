/** The call's events, newest last. The newest is followed as long as the end of the list is in view. */
import { clockTime, make } from "./elements.ts";
import { detailOf, type Step } from "./step.ts";

export interface Log {
  clear(): void;
  add(steps: readonly Step[]): void;
  /** Marks the step that is shown; `live`: without scrolling to it. */
  mark(seq: number | undefined, live: boolean): void;
}

const nearPx = 40;

export function createLog(list: HTMLOListElement, onPick: (seq: number) => void): Log {
  const rows = new Map<number, HTMLButtonElement>();
  let marked: HTMLButtonElement | undefined;
  list.addEventListener("click", ({ target }) => {
    const seq = target instanceof Element ? target.closest("button")?.dataset["seq"] : undefined;
    if (seq !== undefined) onPick(Number(seq));
  });
  return {
    clear() {
      rows.clear();
      marked = undefined;
      list.replaceChildren();
    },
    add(steps) {
      const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < nearPx;
      const items = steps.map((step) => {
        const row = rowOf(step);
        rows.set(step.seq, row);
        return make("li", {}, [row]);
      });
      list.append(...items);
      if (atEnd) list.scrollTop = list.scrollHeight;
    },
    mark(seq, live) {
      marked?.removeAttribute("aria-current");
      marked = seq === undefined ? undefined : rows.get(seq);
      marked?.setAttribute("aria-current", "step");
      if (!live) marked?.scrollIntoView({ block: "nearest" });
    },
  };
}

function rowOf(step: Step): HTMLButtonElement {
  const row = make("button", { className: "row" }, [
    make("span", { className: "time", text: clockTime(step.at) }),
    make("span", { className: "type", text: step.event.type }),
    make("span", { className: "detail", text: detailOf(step) }),
    ...(step.effects.length === 0
      ? []
      : [make("span", { className: "effects", text: step.effects.map((name) => `▸ ${name}`).join("  ") })]),
  ]);
  row.type = "button";
  row.dataset["seq"] = String(step.seq);
  if (step.taken.length > 0) row.classList.add("moved");
  return row;
}
