/** Finding and making elements. */

/** Throws when the page lacks it, or has something else under that id. */
export function byId<T extends Element>(id: string, kind: new () => T): T {
  const found = document.querySelector(`#${id}`);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} '${id}'.`);
  return found;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { className, text }: { className?: string; text?: string } = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== undefined) element.className = className;
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** `61234` ms is `1:01.234`. */
export function clockTime(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const seconds = String(Math.floor(whole / 1000) % 60).padStart(2, "0");
  return `${Math.floor(whole / 60_000)}:${seconds}.${String(whole % 1000).padStart(3, "0")}`;
}

/** Smooth only for those who did not ask for stillness. */
export const scrolling = (): ScrollBehavior =>
  matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
