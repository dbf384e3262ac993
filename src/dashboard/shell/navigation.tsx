import { Link, useLocation } from "wouter";
import { Icon, type IconName } from "#src/dashboard/parts/icon.tsx";
import { useLive } from "#src/dashboard/live/live-context.ts";

/** At the side on a wide screen, under the thumb on a phone. */
export function Navigation({ base, canPlaceCalls }: { base: string; canPlaceCalls: boolean }) {
  const [location] = useLocation();
  const { emergencies } = useLive();
  const item = (path: string, icon: IconName, label: string, count = 0) => {
    const href = `${base}/${path}`;
    const here = location === href || location.startsWith(`${href}/`);
    return (
      <li>
        <Link href={href} className="nav-link" {...(here && { "aria-current": "page" as const })}>
          <Icon name={icon} size={20} />
          <span>{label}</span>
          {count > 0 && (
            <span className="nav-count">
              {count}
              <span className="unseen"> running emergencies</span>
            </span>
          )}
        </Link>
      </li>
    );
  };
  return (
    <nav className="navigation" aria-label="Pages">
      <ul>
        {item("calls", "calls", "Calls", emergencies)}
        {item("figures", "figures", "Figures")}
        {item("settings", "settings", "Settings")}
        {canPlaceCalls && item("place-a-call", "place", "Place a call")}
      </ul>
    </nav>
  );
}
