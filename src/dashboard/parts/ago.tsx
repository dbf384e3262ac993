import { agoText } from "#src/dashboard/words/times.ts";
import { useClock } from "./clock-context.ts";
import { useNow } from "./use-now.ts";

/** How long ago, with the exact moment of the workspace's time zone to be had. */
export function Ago({ time }: { time: string }) {
  const clock = useClock();
  const now = useNow(30_000);
  return (
    <time dateTime={time} title={clock.full(time)}>
      {agoText(now - Date.parse(time))}
    </time>
  );
}
