/** The present in words: stage, turn, and every active state; changes are also said to those who do not see. */
import { make } from "./elements.ts";
import { leaves, type Step, turnOf } from "./step.ts";

export interface NowParts {
  stage: HTMLElement;
  turn: HTMLElement;
  states: HTMLUListElement;
  /** aria-live. */
  said: HTMLElement;
  onState: (path: string) => void;
}

/** Turns change several times a second: what is said is what has stayed for a moment. */
const settleMs = 700;

export function createNow({ stage, turn, states, said, onState }: NowParts) {
  let shown = "";
  let toSay: ReturnType<typeof setTimeout> | undefined;
  states.addEventListener("click", ({ target }) => {
    const path = target instanceof Element ? target.closest("button")?.dataset["path"] : undefined;
    if (path !== undefined) onState(path);
  });
  const say = (step: Step): void => {
    const text = `Stage ${step.stage}. Turn ${turnOf(step).replaceAll(".", ", ")}.`;
    clearTimeout(toSay);
    if (said.textContent !== text) toSay = setTimeout(() => (said.textContent = text), settleMs);
  };
  return {
    show(step: Step | undefined): void {
      stage.textContent = step?.stage ?? "–";
      turn.textContent = step === undefined ? "–" : turnOf(step);
      if (step) say(step);
      const active = leaves(step?.states ?? []);
      // Rebuilding a list under a reader's finger or focus would take it away from them.
      if (active.join() === shown) return;
      shown = active.join();
      const focused = document.activeElement instanceof HTMLElement && document.activeElement.dataset["path"];
      states.replaceChildren(...active.map(itemOf));
      if (focused)
        states.querySelector<HTMLButtonElement>(`button[data-path="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}

function itemOf(path: string): HTMLLIElement {
  const cut = path.lastIndexOf(".") + 1;
  const button = make("button", { className: "state-link" }, [
    make("span", { className: "region", text: path.slice(0, cut).replace(/^live\./, "") }),
    make("b", { text: path.slice(cut) }),
  ]);
  button.type = "button";
  button.dataset["path"] = path;
  button.title = "Point at it in the chart";
  return make("li", {}, [button]);
}
