import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { Me } from "#src/api/answers.ts";
import { DangerBanner } from "./danger-banner.tsx";
import { Header } from "./header.tsx";
import { InterruptedBanner } from "./interrupted-banner.tsx";
import { Navigation } from "./navigation.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

interface Props {
  me: Me;
  workspace: Me["workspaces"][number];
  children: ReactNode;
}

/** What stands around every page. */
export function Shell({ me, workspace, children }: Props) {
  const main = useRef<HTMLElement>(null);
  const [helping, setHelping] = useState(false);
  const [location] = useLocation();
  const before = useRef(location);
  const base = `/w/${encodeURIComponent(workspace.id)}`;
  useShortcuts({ base, onHelp: () => setHelping(true) });

  // Another page begins at its top, for eyes and for a screen reader.
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [location]);

  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Header me={me} workspace={workspace} onHelp={() => setHelping(true)} />
      <Navigation base={base} canPlaceCalls={me.canPlaceCalls} />
      <main id="main" ref={main} tabIndex={-1}>
        <InterruptedBanner />
        <DangerBanner base={base} />
        {children}
      </main>
      <ShortcutsDialog opened={helping} onClose={() => setHelping(false)} />
    </div>
  );
}
