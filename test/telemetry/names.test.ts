/** The names that code, documentation, dashboard and alerts have for the same things. */
import { readFileSync } from "node:fs";
import * as conventions from "@opentelemetry/semantic-conventions/incubating";
import { expect, it } from "vitest";
import { z } from "zod";
import { type Instrument, instruments } from "#src/telemetry/instruments.ts";
import { readYaml } from "../deploy/yaml.ts";

const all: readonly Instrument[] = Object.values(instruments);
const documented = readFileSync("docs/observability.md", "utf8");
const panels = z
  .object({
    panels: z.array(
      z.object({
        title: z.string(),
        targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync("deploy/observability/dashboard.json", "utf8"))).panels;
const alerts = readYaml(
  "deploy/observability/alerts.yaml",
  z.object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({ alert: z.string(), expr: z.string(), annotations: z.object({ summary: z.string() }) }),
        ),
      }),
    ),
  }),
).groups.flatMap(({ rules }) => rules);
const queries = [
  ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...alerts.map(({ expr }) => expr),
];

const underscored = (name: string): string => name.replaceAll(".", "_");
/** As a collector, or Prometheus itself, translates them. */
function prometheusNames({ name, kind, unit }: Instrument): string[] {
  const base = `${underscored(name)}${unit === "s" ? "_seconds" : ""}`;
  if (kind === "counter") return [`${base}_total`];
  return kind === "histogram" ? ["bucket", "count", "sum"].map((part) => `${base}_${part}`) : [base];
}
const named = (text: string): string[] => text.match(/\b(?:ema|gen_ai|http|url|error)_[a-z_]+\b/g) ?? [];

it("the dashboard and the alerts ask for metrics that are exported, by attributes that these have", () => {
  const wrong = queries.flatMap((query) => {
    const asked = all.filter((instrument) =>
      prometheusNames(instrument).some((name) => named(query).includes(name)),
    );
    const known = asked.flatMap((instrument) => [
      ...prometheusNames(instrument),
      ...instrument.attributes.map(underscored),
    ]);
    return named(query).filter((name) => !known.includes(name));
  });

  expect(queries.length).toBeGreaterThan(25);
  expect(wrong).toEqual([]);
});

it("the dashboard shows every metric", () => {
  const shown = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => named(expr)));

  expect(all.filter((each) => !prometheusNames(each).some((name) => shown.includes(name)))).toEqual([]);
});

it("legends and summaries name labels that their query keeps", () => {
  const texts = [
    ...panels.flatMap(({ targets }) =>
      targets.map(({ expr, legendFormat }) => [expr, legendFormat] as const),
    ),
    ...alerts.map(({ expr, annotations }) => [expr, annotations.summary] as const),
  ];
  const lost = texts.flatMap(([query, text]) => {
    const kept = [...query.matchAll(/by \(([^)]*)\)/g)].flatMap(([, names = ""]) => names.split(/, */));
    return [...text.matchAll(/\{\{ ?(?:\$labels\.)?(\w+) ?\}\}/g)].flatMap(([, name = ""]) =>
      kept.includes(name) ? [] : [name],
    );
  });

  expect(lost).toEqual([]);
});

it("the documentation has every metric with its unit and its attributes", () => {
  const rows = documented.split("\n").filter((line) => line.startsWith("| `"));
  const wrong = all.filter(({ name, unit, attributes }) => {
    const row = rows.find((line) => line.startsWith(`| \`${name}\``)) ?? "";
    return !row.includes(`| ${unit} `) || attributes.some((attribute) => !row.includes(`\`${attribute}\``));
  });

  expect(wrong).toEqual([]);
});

it("what is not named `ema.` is named as the OpenTelemetry conventions have it", () => {
  const known = new Set<string>(Object.values(conventions).filter((value) => typeof value === "string"));
  const source = ["gen-ai", "call-spans", "telemetry"].map((file) =>
    readFileSync(`src/telemetry/${file}.ts`, "utf8"),
  );
  const used = [
    ...all.flatMap(({ name, attributes }) => [name, ...attributes]),
    ...source.flatMap((text) => text.match(/(?<=")(?:gen_ai|service|error)\.[\w.]+(?=")/g) ?? []),
  ];

  expect(used.length).toBeGreaterThan(60);
  expect(used.filter((name) => !name.startsWith("ema.") && !known.has(name))).toEqual([]);
});
