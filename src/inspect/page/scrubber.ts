/** Going back and forth through a call's steps. */
import { clockTime } from "./elements.ts";
import type { Step } from "./step.ts";

export interface ScrubberParts {
  slider: HTMLInputElement;
  back: HTMLButtonElement;
  forth: HTMLButtonElement;
  live: HTMLButtonElement;
  position: HTMLElement;
  /** Index of the step to show; undefined: the newest, from now on. */
  onMove: (index: number | undefined) => void;
}

export function createScrubber({ slider, back, forth, live, position, onMove }: ScrubberParts) {
  slider.addEventListener("input", () => onMove(Number(slider.value)));
  back.addEventListener("click", () => onMove(Math.max(0, Number(slider.value) - 1)));
  forth.addEventListener("click", () => onMove(Math.min(Number(slider.max), Number(slider.value) + 1)));
  live.addEventListener("click", () => onMove(undefined));
  return {
    show(steps: readonly Step[], index: number, isLive: boolean): void {
      const step = steps[index];
      slider.max = String(Math.max(0, steps.length - 1));
      slider.value = String(Math.max(0, index));
      slider.disabled = steps.length === 0;
      back.disabled = index <= 0;
      forth.disabled = index >= steps.length - 1;
      live.setAttribute("aria-pressed", String(isLive));
      const text = step ? `${clockTime(step.at)}   ${index + 1} of ${steps.length}` : "nothing happened yet";
      position.textContent = text;
      slider.setAttribute("aria-valuetext", step ? `${text}, ${step.event.type}` : text);
    },
  };
}
