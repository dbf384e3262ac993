import { useEffect } from "react";
import { Redirect, Route, Switch } from "wouter";
import { ApiProblem } from "./api/get.ts";
import { useMe } from "./api/queries.ts";
import { Problem } from "./parts/problem.tsx";
import { Waiting } from "./parts/waiting.tsx";
import { NoWorkspace } from "./shell/no-workspace.tsx";
import { NotFound } from "./shell/not-found.tsx";
import { SignIn } from "./shell/sign-in.tsx";
import { lastWorkspace } from "./shell/last-workspace.ts";
import { Workspace } from "./shell/workspace.tsx";

export function App() {
  const { data: me, error, refetch } = useMe();
  const signedOut = error instanceof ApiProblem && error.status === 401;
  useEffect(() => {
    if (signedOut || !me) document.title = signedOut ? "Sign in · EMA" : "EMA";
  }, [signedOut, me]);

  if (signedOut) return <SignIn />;
  if (!me)
    return (
      <main className="alone">
        {error ? (
          <Problem what="EMA" error={error} again={() => void refetch()} />
        ) : (
          <Waiting what="EMA is" />
        )}
      </main>
    );
  if (me.workspaces.length === 0) return <NoWorkspace name={me.name} />;
  return (
    <Switch>
      <Route path="/w/:workspace/*?">
        {({ workspace }) => <Workspace key={workspace} me={me} id={decodeURIComponent(workspace)} />}
      </Route>
      <Route path="/sign-in">
        <Redirect to="/" replace />
      </Route>
      <Route path="/">
        <Redirect to={`/w/${encodeURIComponent(lastWorkspace(me))}/calls`} replace />
      </Route>
      <Route>
        <main className="alone">
          <NotFound />
        </main>
      </Route>
    </Switch>
  );
}
