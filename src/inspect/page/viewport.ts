/** Zooming and moving the picture: by buttons, keys, wheel and pointer. What is too large scrolls as anything else does. */
import { scrolling } from "./elements.ts";

export interface Viewport {
  /** Brings an element into view, unless it is well within already. */
  reveal(element: Element): void;
}

export interface ViewportParts {
  frame: HTMLElement;
  svg: SVGSVGElement;
  buttons: { closer: HTMLButtonElement; further: HTMLButtonElement; whole: HTMLButtonElement };
  /** The reader moved the picture by hand. */
  onMoved: () => void;
}

const smallest = 0.08;
const largest = 3;
const firstScale = 0.8;
const factor = 1.25;

export function startViewport({ frame, svg, buttons, onMoved }: ViewportParts): Viewport {
  const { width, height } = svg.viewBox.baseVal;
  let scale = firstScale;
  /** Keeps the point of the picture that is at (x, y) of the frame where it is. */
  const zoom = (to: number, x = frame.clientWidth / 2, y = frame.clientHeight / 2): void => {
    const next = Math.min(largest, Math.max(smallest, to));
    const left = (frame.scrollLeft + x) / scale;
    const top = (frame.scrollTop + y) / scale;
    scale = next;
    svg.setAttribute("width", String(width * scale));
    svg.setAttribute("height", String(height * scale));
    frame.scrollTo({ left: left * scale - x, top: top * scale - y, behavior: "instant" });
  };
  const whole = (): void => {
    onMoved();
    zoom(Math.min(frame.clientWidth / width, frame.clientHeight / height));
  };
  zoom(firstScale);

  buttons.closer.addEventListener("click", () => zoom(scale * factor));
  buttons.further.addEventListener("click", () => zoom(scale / factor));
  buttons.whole.addEventListener("click", whole);
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom(scale * factor);
    else if (event.key === "-") zoom(scale / factor);
    else if (event.key === "0") whole();
    else {
      if (event.key.startsWith("Arrow")) onMoved();
      return;
    }
    event.preventDefault();
  });
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return onMoved();
      event.preventDefault();
      const { left, top } = frame.getBoundingClientRect();
      zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top);
    },
    { passive: false },
  );
  startDragging(frame, onMoved);

  return {
    reveal(element) {
      const outer = frame.getBoundingClientRect();
      const inner = element.getBoundingClientRect();
      const marginX = Math.min(80, outer.width / 8);
      const marginY = Math.min(60, outer.height / 8);
      const within =
        inner.left >= outer.left + marginX &&
        inner.right <= outer.right - marginX &&
        inner.top >= outer.top + marginY &&
        inner.bottom <= outer.bottom - marginY;
      if (within) return;
      // Of a box larger than the frame, the corner with its name.
      const shownWidth = Math.min(inner.width, outer.width * 0.8);
      const shownHeight = Math.min(inner.height, outer.height * 0.8);
      frame.scrollTo({
        left: frame.scrollLeft + inner.left - outer.left - (outer.width - shownWidth) / 2,
        top: frame.scrollTop + inner.top - outer.top - (outer.height - shownHeight) / 2,
        behavior: scrolling(),
      });
    },
  };
}

/** With the mouse; fingers scroll by themselves. */
function startDragging(frame: HTMLElement, onMoved: () => void): void {
  frame.addEventListener("pointerdown", (down) => {
    if (down.pointerType !== "mouse" || down.button !== 0) return;
    const { scrollLeft, scrollTop } = frame;
    const done = new AbortController();
    const { signal } = done;
    const move = (event: PointerEvent): void => {
      const x = event.clientX - down.clientX;
      const y = event.clientY - down.clientY;
      if (Math.hypot(x, y) < 4) return;
      onMoved();
      frame.scrollTo({ left: scrollLeft - x, top: scrollTop - y, behavior: "instant" });
    };
    window.addEventListener("pointermove", move, { signal });
    for (const end of ["pointerup", "pointercancel"])
      window.addEventListener(end, () => done.abort(), { signal });
  });
}
