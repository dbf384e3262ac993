import { useLive } from "#src/dashboard/live/live-context.ts";
import { useClock } from "#src/dashboard/parts/clock-context.ts";
import { Icon } from "#src/dashboard/parts/icon.tsx";

/** Says that what is shown may be old, and since when. */
export function InterruptedBanner() {
  const { interruptedSince } = useLive();
  const clock = useClock();
  return (
    <div role="status" className="banner-place">
      {interruptedSince !== undefined && (
        <p className="banner banner-interrupted">
          <Icon name="trouble" size={20} />
          <span>Live updates are interrupted since {clock.time(interruptedSince)}; trying again.</span>
        </p>
      )}
    </div>
  );
}
