import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useId, useRef, useState } from "react";
import { useSearch } from "wouter";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { statusLabel, urgencyLabel } from "#src/dashboard/words/labels.ts";
import { type Filters, isFiltered } from "./filters.ts";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function FilterBar({ filters, onChange }: Props) {
  const [words, setWords] = useState(filters.q ?? "");
  const [shown, setShown] = useState(isFiltered({ ...filters, q: "" }));
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const asked = useSearch() === "find";
  const searchSoon = useDebouncedCallback((q: string) => onChange({ ...filters, q }), 300);
  useEffect(() => {
    // Typed words stay as typed; an address that changed brings its own.
    if ((filters.q ?? "") !== words.trim() && document.activeElement !== field.current)
      setWords(filters.q ?? "");
  }, [filters.q, words]);
  useEffect(() => {
    if (asked) field.current?.focus();
  }, [asked]);
  const select = (
    name: "status" | "urgency" | "hazard",
    label: string,
    data: readonly [string, string][],
  ) => (
    <NativeSelect
      label={label}
      value={filters[name] ?? ""}
      onChange={({ currentTarget }) => onChange({ ...filters, [name]: currentTarget.value })}
      data={[{ value: "", label: "All" }, ...data.map(([value, label]) => ({ value, label }))]}
    />
  );
  const day = (name: "from" | "to", label: string) => (
    <TextInput
      type="date"
      label={label}
      value={filters[name] ?? ""}
      onChange={({ currentTarget }) => onChange({ ...filters, [name]: currentTarget.value })}
    />
  );
  return (
    <search className="filters">
      <div className="filters-first">
        <TextInput
          ref={field}
          type="search"
          aria-label="Search calls"
          maxLength={100}
          placeholder="Search words, unit, number…"
          leftSection={<Icon name="search" />}
          value={words}
          onChange={({ currentTarget }) => {
            setWords(currentTarget.value);
            searchSoon(currentTarget.value.trim());
          }}
        />
        <Button variant="default" aria-expanded={shown} aria-controls={id} onClick={() => setShown(!shown)}>
          Filters
        </Button>
        {isFiltered(filters) && (
          <Button
            variant="subtle"
            onClick={() => {
              setWords("");
              onChange({});
            }}
          >
            Clear
          </Button>
        )}
      </div>
      <div id={id} className="filters-more" hidden={!shown}>
        {select(
          "status",
          "Status",
          ["running", "completed", "lost"].map((name) => [name, statusLabel(name)]),
        )}
        {select(
          "urgency",
          "Urgency",
          ["lifeSafety", "emergency", "routine"].map((name) => [name, urgencyLabel(name)]),
        )}
        {select("hazard", "Hazard", [["1", "Life-safety hazard"]])}
        {day("from", "From")}
        {day("to", "To")}
      </div>
    </search>
  );
}
