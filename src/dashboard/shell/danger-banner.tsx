import { Link, useLocation } from "wouter";
import { useLive } from "#src/dashboard/live/live-context.ts";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { hazardLabel } from "#src/dashboard/words/labels.ts";
import { placeOf } from "#src/dashboard/words/run-words.ts";

/** Whatever page is open: a life in danger is one touch away. The list shows it itself, and so does the call. */
export function DangerBanner({ base }: { base: string }) {
  const { dangers } = useLive();
  const [location] = useLocation();
  if (location === `${base}/calls`) return null;
  const [latest, ...others] = dangers.filter(({ id }) => location !== `${base}/calls/${id}`);
  if (!latest) return null;
  const place = placeOf(latest);
  return (
    <Link href={`${base}/calls/${latest.id}`} className="banner banner-danger">
      <Icon name="danger" size={22} />
      <span>
        <b>Life safety: {latest.hazards.map(hazardLabel).join(", ") || "reported"}</b>
        {place && ` · ${place}`}
        {others.length > 0 && ` · and ${others.length} more`}
      </span>
      <span className="banner-go">Open</span>
    </Link>
  );
}
