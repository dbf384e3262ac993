import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

interface EndOfList {
  lines: RefObject<HTMLOListElement | null>;
  /** Stands after the last line. */
  end: RefObject<HTMLDivElement | null>;
  /** Lines have come that the reader has not scrolled to. */
  unseen: boolean;
  goToEnd: () => void;
}

/** So far below the window's edge, a line still counts as read: the telephone's navigation covers about as much. */
const slack = 100;

/** Follows a growing list as long as the reader is at its end, and pulls nobody away who reads further up. */
export function useEndOfList(length: number, follows: boolean): EndOfList {
  const lines = useRef<HTMLOListElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const before = useRef(0);
  const [unseen, setUnseen] = useState(false);

  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setUnseen(false);
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, []);

  // Before the new lines are painted, where the line that was the last one stands tells whether the reader was at the end.
  useLayoutEffect(() => {
    const lastBefore = lines.current?.children[before.current - 1];
    const grew = length > before.current;
    before.current = length;
    if (!grew || !follows) return;
    if (!lastBefore) scrollTo(end.current, true);
    else if (lastBefore.getBoundingClientRect().bottom <= innerHeight + slack) scrollTo(end.current, false);
    else setUnseen(true);
  }, [length, follows]);

  return { lines, end, unseen, goToEnd: () => scrollTo(end.current, false) };
}

function scrollTo(element: Element | null, atOnce: boolean): void {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element?.scrollIntoView({ block: "end", behavior: still || atOnce ? "instant" : "smooth" });
}
