import type { ReactNode } from "react";
import { Icon, type IconName } from "#src/dashboard/parts/icon.tsx";

interface Props {
  icon: IconName;
  tone?: "danger" | "warn" | "good" | "accent";
  at: string;
  title: string;
  children?: ReactNode;
}

/** A line between the two voices: what happened rather than what was said. */
export function Note({ icon, tone, at, title, children }: Props) {
  return (
    <li className={`note${tone ? ` note-${tone}` : ""}`}>
      <span className="note-icon">
        <Icon name={icon} size={18} />
      </span>
      <div className="note-body">
        <p className="note-title">{title}</p>
        {children && <div className="note-text">{children}</div>}
      </div>
      <span className="note-at figure">{at}</span>
    </li>
  );
}
