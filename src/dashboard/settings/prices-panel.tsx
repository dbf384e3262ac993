import { useQuery } from "@tanstack/react-query";
import { getJson } from "#src/dashboard/api/get.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { Problem } from "#src/dashboard/parts/problem.tsx";
import { Waiting } from "#src/dashboard/parts/waiting.tsx";
import { NestedValues } from "./nested-values.tsx";

/** What costs are reckoned with. */
export function PricesPanel() {
  const { data, error, refetch } = useQuery({
    queryKey: ["prices"],
    queryFn: ({ signal }) => getJson<Record<string, unknown>>("/api/prices", signal),
    staleTime: 300_000,
  });
  return (
    <Panel title="Prices, in dollars">
      {data ? (
        <NestedValues values={data} />
      ) : error ? (
        <Problem what="The prices" error={error} again={() => void refetch()} />
      ) : (
        <Waiting what="Prices are" lines={2} />
      )}
    </Panel>
  );
}
