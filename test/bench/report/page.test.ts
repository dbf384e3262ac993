import { describe, expect, test } from "vitest";
import { contenderNames } from "../contender.ts";
import { profileNames } from "../result.ts";
import { madeResult } from "./fixture.ts";
import { answered, cell, resultWith } from "./made-cells.ts";
import { reportPage } from "./page.ts";
import { contenderLabels } from "./words.ts";

const result = madeResult();
const page = reportPage(result);
const found = (pattern: RegExp, text = page) => [...text.matchAll(pattern)].map(([, group]) => group ?? "");

describe("the report's page", () => {
  test("shows words of the result as words", () => {
    const [profile, ...others] = result.profiles;
    if (profile === undefined) throw new Error("no profile");
    const hostile = `</svg><script>alert("&")</script>`;
    const shown = reportPage({
      ...result,
      at: hostile,
      machine: { cores: 2, processor: hostile, memoryGiB: 8, node: hostile, agents: hostile },
      profiles: [{ ...profile, description: hostile }, ...others],
    });
    expect(shown).not.toContain("<script");
    expect(shown.split("&#60;script&#62;alert(&#34;&#38;&#34;)&#60;/script&#62;")).toHaveLength(5);
    expect(found(/(<\/svg>)/g, shown)).toHaveLength(found(/(<svg)/g, shown).length);
  });

  test("asks for nothing from anywhere", () => {
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|https?:|\b(?:src|href)=/);
    expect(page).toContain("default-src 'none'");
  });

  test("has a row and a place in each plot for every contender", () => {
    const plots = found(/<svg viewBox="0 0 360 [^"]*" role="img"[^>]*>(.*?)<\/svg>/gs);
    expect(plots).toHaveLength(4 * 3 + 2 + 3 + 3 + 2);
    for (const plot of plots) {
      expect(found(/class="name [a-z-]+" [^>]*>([^<]*)</g, plot)).toEqual(
        contenderNames.map((name) => contenderLabels[name]),
      );
    }
    for (const table of found(/<table>(.*?)<\/table>/gs).filter((text) => text.includes("Contender"))) {
      for (const name of contenderNames) expect(table).toContain(`<tr class="${name}">`);
    }
    for (const name of profileNames) expect(page).toContain(`Profile “${name}”`);
  });

  test("tells in words what each plot shows, under a name of its own", () => {
    const ids = found(/ id="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    expect(found(/aria-labelledby="([^"]+)"/g).flatMap((names) => names.split(" "))).toEqual(ids);
    const text = reportPage(resultWith([cell("ema", { turns: [answered(777)] })]));
    expect(text).toContain(`<desc id="median-seed-desc">EMA: 777 ms. The floor is 1,060 ms.</desc>`);
  });

  test("stands without what was not run", () => {
    const bare = reportPage(resultWith([]));
    expect(bare).toContain("not measured");
    expect(bare).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("says where, when and how to run it again", () => {
    expect(page).toContain("Made &#60;Up&#62; 3000, 2 cores");
    expect(page).toContain("2026-03-04 05:06 UTC");
    expect(page).toContain("<code>npm run bench -- --report</code>");
  });
});
