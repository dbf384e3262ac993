import { ActionIcon, NativeSelect } from "@mantine/core";
import { Link, useLocation } from "wouter";
import type { Me } from "#src/api/answers.ts";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { Brand } from "./brand.tsx";
import { ColorScheme } from "./color-scheme.tsx";
import { useSignOut } from "./use-sign-out.ts";

interface Props {
  me: Me;
  workspace: Me["workspaces"][number];
  onHelp: () => void;
}

export function Header({ me, workspace, onHelp }: Props) {
  const [, go] = useLocation();
  const signOut = useSignOut();
  return (
    <header className="header">
      <Link
        href={`/w/${encodeURIComponent(workspace.id)}/calls`}
        className="brand-link"
        aria-label="EMA, to the calls"
      >
        <Brand />
      </Link>
      {me.workspaces.length > 1 ? (
        <NativeSelect
          aria-label="Workspace"
          className="workspace"
          value={workspace.id}
          onChange={({ currentTarget }) => go(`/w/${encodeURIComponent(currentTarget.value)}/calls`)}
          data={me.workspaces.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : (
        <span className="workspace-name">{workspace.name}</span>
      )}
      <span className="header-end">
        <ActionIcon
          variant="subtle"
          size={44}
          className="quiet wide-only"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={onHelp}
        >
          <Icon name="help" size={20} />
        </ActionIcon>
        <ColorScheme />
        <ActionIcon
          variant="subtle"
          size={44}
          className="quiet"
          aria-label={`Sign out ${me.name}`}
          title={`Sign out ${me.name}`}
          onClick={signOut}
        >
          <Icon name="out" size={20} />
        </ActionIcon>
      </span>
    </header>
  );
}
