import { Button } from "@mantine/core";
import { Empty } from "#src/dashboard/parts/empty.tsx";
import { useSignOut } from "./use-sign-out.ts";

export function NoWorkspace({ name }: { name: string }) {
  const signOut = useSignOut();
  return (
    <main className="alone">
      <h1 className="unseen">No workspace</h1>
      <Empty icon="settings" title={`${name}, you belong to no workspace yet`}>
        <p>Ask whoever runs EMA at your company to add you to one. Then load this page again.</p>
        <Button variant="default" onClick={signOut}>
          Sign out
        </Button>
      </Empty>
    </main>
  );
}
