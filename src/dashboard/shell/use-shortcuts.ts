import { useEffect } from "react";
import { useLocation } from "wouter";
import { shortcutsOn } from "./shortcut-keys.ts";

export function useShortcuts({ base, onHelp }: { base: string; onHelp: () => void }): void {
  const [location, go] = useLocation();
  useEffect(() => {
    const calls = `${base}/calls`;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event)) return;
      if (event.key === "Escape") {
        if (location.startsWith(`${calls}/`)) go(calls);
        return;
      }
      if (!shortcutsOn()) return;
      if (event.key === "?") onHelp();
      else if (event.key === "/") search();
      else if (event.key === "j") focusRow(1);
      else if (event.key === "k") focusRow(-1);
      else return;
      event.preventDefault();
    };
    const search = (): void => {
      const field = document.querySelector<HTMLInputElement>("input[type=search]");
      if (field) field.focus();
      else go(`${calls}?find`);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [base, location, go, onHelp]);
}

/** Somebody writes, or a dialog is open. */
function isTaken({ target }: KeyboardEvent): boolean {
  return (
    document.querySelector("dialog[open]") !== null ||
    (target instanceof HTMLElement &&
      (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)))
  );
}

function focusRow(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const now = rows.findIndex((row) => row === document.activeElement);
  const next = now === -1 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, now + by));
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
}
