import { lazy, Suspense, useEffect, useMemo } from "react";
import { Redirect, Route, Switch } from "wouter";
import type { Me } from "#src/api/answers.ts";
import { CallsPage } from "#src/dashboard/calls/calls-page.tsx";
import { LiveWorkspace } from "#src/dashboard/live/live-workspace.tsx";
import { ClockContext } from "#src/dashboard/parts/clock-context.ts";
import { RoleContext } from "#src/dashboard/parts/role-context.ts";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import { clockOf } from "#src/dashboard/words/times.ts";
import { rememberWorkspace } from "./last-workspace.ts";
import { LoadProblem } from "./load-problem.tsx";
import { NotFound } from "./not-found.tsx";
import { Shell } from "./shell.tsx";

const loadCall = () => import("#src/dashboard/call/call-page.tsx");
const CallPage = lazy(() => loadCall().then(({ CallPage }) => ({ default: CallPage })));
const FiguresPage = lazy(() =>
  import("#src/dashboard/figures/figures-page.tsx").then(({ FiguresPage }) => ({ default: FiguresPage })),
);
const SettingsPage = lazy(() =>
  import("#src/dashboard/settings/settings-page.tsx").then(({ SettingsPage }) => ({ default: SettingsPage })),
);
const PlacePage = lazy(() =>
  import("#src/dashboard/place/place-page.tsx").then(({ PlacePage }) => ({ default: PlacePage })),
);

/** All pages of one workspace. */
export function Workspace({ me, id }: { me: Me; id: string }) {
  const workspace = me.workspaces.find((each) => each.id === id);
  const clock = useMemo(() => clockOf(workspace?.timeZone ?? "UTC"), [workspace?.timeZone]);
  useEffect(() => {
    if (!workspace) return;
    rememberWorkspace(id);
    // A call is what one opens next: it is here before it is asked for.
    const timer = setTimeout(() => void loadCall().catch(() => undefined), 2_000);
    return () => clearTimeout(timer);
  }, [workspace, id]);
  if (!workspace)
    return (
      <main className="alone">
        <NotFound />
      </main>
    );
  const base = `/w/${encodeURIComponent(id)}`;
  const { role } = workspace;
  return (
    <ClockContext value={clock}>
      <RoleContext value={role}>
        <LiveWorkspace workspaceId={id}>
          <Shell me={me} workspace={workspace}>
            <LoadProblem>
              <Suspense fallback={<Waiting what="The page is" />}>
                <Switch>
                  <Route path="/w/:workspace/calls">
                    <CallsPage workspaceId={id} canPlaceCalls={me.canPlaceCalls} />
                  </Route>
                  <Route path="/w/:workspace/calls/:run">
                    {({ run }) => <CallPage key={run} runId={run} workspaceId={id} />}
                  </Route>
                  <Route path="/w/:workspace/figures">
                    <FiguresPage workspaceId={id} />
                  </Route>
                  <Route path="/w/:workspace/settings">
                    <SettingsPage workspaceId={id} />
                  </Route>
                  {me.canPlaceCalls && (
                    <Route path="/w/:workspace/place-a-call">
                      <PlacePage workspaceId={id} />
                    </Route>
                  )}
                  <Route path="/w/:workspace">
                    <Redirect to={`${base}/calls`} replace />
                  </Route>
                  <Route>
                    <NotFound />
                  </Route>
                </Switch>
              </Suspense>
            </LoadProblem>
          </Shell>
        </LiveWorkspace>
      </RoleContext>
    </ClockContext>
  );
}
