import { useEffect } from "react";
import { useLive } from "#src/dashboard/live/live-context.ts";

/** The window's title, with the number of running emergencies before it. */
export function useTitle(title: string): void {
  const { emergencies } = useLive();
  useEffect(() => {
    document.title = `${emergencies > 0 ? `(${emergencies}) ` : ""}${title} · EMA`;
  }, [title, emergencies]);
}
