import { type RefObject, useEffect, useRef, useState } from "react";

interface EndOfList {
  /** Stands after the last line. */
  end: RefObject<HTMLDivElement | null>;
  /** Lines have come that the reader has not scrolled to. */
  unseen: boolean;
  goToEnd: () => void;
}

/** Follows a growing list as long as the reader is at its end, and pulls nobody away who reads further up. */
export function useEndOfList(length: number, follows: boolean): EndOfList {
  const end = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const before = useRef(0);
  const [unseen, setUnseen] = useState(false);

  useEffect(() => {
    const mark = end.current;
    if (!mark) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        atEnd.current = entry?.isIntersecting ?? false;
        if (atEnd.current) setUnseen(false);
      },
      { rootMargin: "0px 0px 80px 0px" },
    );
    observer.observe(mark);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const grew = length > before.current;
    const first = before.current === 0;
    before.current = length;
    if (!grew || !follows) return;
    if (first || atEnd.current) scrollTo(end.current, first);
    else setUnseen(true);
  }, [length, follows]);

  return { end, unseen, goToEnd: () => scrollTo(end.current, false) };
}

function scrollTo(element: Element | null, atOnce: boolean): void {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element?.scrollIntoView({ block: "end", behavior: still || atOnce ? "instant" : "smooth" });
}
