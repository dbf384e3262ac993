import "./place.css";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getJson } from "#src/dashboard/api/get.ts";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { useTitle } from "#src/dashboard/parts/use-title.ts";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import { LiveCall } from "./live-call.tsx";
import { Scenarios } from "./scenarios.tsx";
import { TenantLine } from "./tenant-line.tsx";
import type { PlacedCall, Trial } from "./trial-answers.ts";

/** Calls from this page, on the engines of this machine: to try EMA, and to show it. */
export function PlacePage({ workspaceId }: { workspaceId: string }) {
  const [placed, setPlaced] = useState<PlacedCall>();
  const { data, error, refetch } = useQuery({
    queryKey: ["trial"],
    queryFn: async ({ signal }) => {
      const [trial, scenarios] = await Promise.all([
        getJson<Omit<Trial, "scenarios">>("/api/trial", signal),
        getJson<Trial["scenarios"]>("/api/trial/scenarios", signal),
      ]);
      return { ...trial, scenarios };
    },
  });
  useTitle("Place a call");
  return (
    <>
      <div className="page-head">
        <h1>Place a call</h1>
        <p className="soft">Simulated: nobody is rung, nobody is sent.</p>
      </div>
      {data ? (
        <div className="place">
          <div className="place-choose">
            <TenantLine workspaceId={workspaceId} recognition={data.recognition} onCall={setPlaced} />
            <Scenarios scenarios={data.scenarios} onCall={setPlaced} />
          </div>
          <LiveCall placed={placed} />
        </div>
      ) : error ? (
        <Problem what="Placing calls" error={error} again={() => void refetch()} />
      ) : (
        <Waiting what="Scenarios are" />
      )}
    </>
  );
}
