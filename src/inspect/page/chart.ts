/** The chart's picture and its lights. */
import type { Step } from "./step.ts";

export interface Chart {
  svg: SVGSVGElement;
  show(step: Step | undefined): void;
  /** The element of a state, by its path below the root. */
  state(path: string): SVGGElement | undefined;
  /** Points at a state; undefined: at none. */
  seek(path: string | undefined): void;
}

/** `nonce`: of the page's content security policy, which the picture's own styles then bear. */
export async function loadChart(
  onState: (path: string) => void,
  nonce?: string,
  address = "chart.svg",
): Promise<Chart> {
  const response = await fetch(address);
  if (!response.ok) throw new Error("The chart could not be loaded.");
  const picture = await response.text();
  const parsed = new DOMParser().parseFromString(
    nonce === undefined ? picture : picture.replaceAll("<style>", `<style nonce="${nonce}">`),
    "image/svg+xml",
  );
  const svg = document.importNode(parsed.documentElement, true);
  if (!(svg instanceof SVGSVGElement)) throw new Error("The chart is not a picture.");

  const groups = (selector: string): SVGElement[] => [...svg.querySelectorAll<SVGElement>(selector)];
  const states = new Map<string, SVGGElement>();
  const pathOfId = new Map<string, string>();
  for (const group of svg.querySelectorAll<SVGGElement>("g[data-state]")) {
    const id = group.dataset["state"] ?? "";
    const path = (group.dataset["path"] ?? id).replace(/^call\.?/, "");
    states.set(path, group);
    pathOfId.set(id, path);
  }
  const rows = groups("g.transition[data-transition]");
  const arrows = groups("path.arrow[data-arrow]");
  svg.addEventListener("click", ({ target }) => {
    const id =
      target instanceof Element ? target.closest<SVGGElement>("g[data-state]")?.dataset["state"] : undefined;
    const path = id === undefined ? undefined : pathOfId.get(id);
    if (path !== undefined && path !== "") onState(path);
  });

  return {
    svg,
    show(step) {
      const active = new Set(step?.states);
      const taken = new Set(step?.taken);
      for (const [path, group] of states)
        group.classList.toggle("active", step !== undefined && (path === "" || active.has(path)));
      const takenArrows = new Set<string>();
      for (const row of rows) {
        const isTaken = taken.has(row.dataset["transition"] ?? "");
        const source = pathOfId.get(row.dataset["source"] ?? "");
        row.classList.toggle("taken", isTaken);
        row.classList.toggle("next", source !== undefined && active.has(source));
        if (isTaken && row.dataset["arrow"] !== undefined) takenArrows.add(row.dataset["arrow"]);
      }
      for (const arrow of arrows)
        arrow.classList.toggle("taken", takenArrows.has(arrow.dataset["arrow"] ?? ""));
    },
    state: (path) => states.get(path),
    seek(path) {
      for (const [each, group] of states) group.classList.toggle("sought", each === path);
      if (path !== undefined) states.get(path)?.focus({ preventScroll: true });
    },
  };
}
