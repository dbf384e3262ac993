import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { type Filters, readFilters, writeFilters } from "./filters.ts";

export function useFilters(): readonly [Filters, (filters: Filters) => void] {
  const search = useSearch();
  const [location, go] = useLocation();
  const filters = useMemo(() => readFilters(search), [search]);
  const set = useCallback(
    (next: Filters) => {
      const written = writeFilters(next);
      go(written === "" ? location : `${location}?${written}`, { replace: true });
    },
    [go, location],
  );
  return [filters, set];
}
