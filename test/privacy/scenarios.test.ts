/** What every scenario's caller says, searched for in all that a call's process writes but the webhooks. */
import { readdirSync, readFileSync } from "node:fs";
import { initializeLogger } from "@livekit/agents";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { quietLines } from "#src/privacy/quiet-output.ts";
import { loadScenario, type Scenario } from "#src/simulate/scenario.ts";
import { spokenCall, wordsOf } from "./spoken-call.ts";

const scenarios = readdirSync("test/calls")
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => [name, loadScenario(`test/calls/${name}`)] as const);
/** Streams describe the chart, in its own words. */
const chart = readFileSync("machines/call/chart.json", "utf8").toLowerCase();
const chartWords = wordsIn(chart);
/** What redacted words keep, as docs/replay.md says; written down again, so that none is added unnoticed. */
const keptWords = new Set(
  (
    "mhm mm mmm hm hmm uh um huh ah okay ok yeah yes yep yup right sure alright all i see got it no nope nah correct " +
    "that's that is am do fine agree go ahead and but so or because cause er erm well like the a an my our your his her " +
    "their are was it's its there's i'm we're we to at in on of with from for about then which when if double triple"
  ).split(" "),
);
let printed = "";

beforeAll(() => {
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  initializeLogger({ pretty: false, level: "trace" });
});
afterEach(() => {
  vi.useRealTimers();
  printed = "";
});
afterAll(() => vi.restoreAllMocks());

describe("no word of the caller is left in logs at the finest level, call logs and watchers' streams", () => {
  it.each(scenarios)("%s", async (_, scenario) => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
    });
    const { watched, logFile, said } = await spokenCall(scenario);
    const texts = { printed: quietLines(printed), watched, logged: readFileSync(logFile, "utf8") };
    const marks = marksOf(scenario);
    const found = Object.entries(texts).flatMap(([where, text]) =>
      marks.filter((mark) => has(text, mark)).map((mark) => `${where}: ${mark}`),
    );

    expect(found).toEqual([]);
    expect(texts.printed).toContain("call ended");
    expect(texts.watched).toContain('"kind":"step"');
    expect(texts.logged.includes("stt.final")).toBe(wordsOf(scenario).length > 0);
    expect(marks.filter((mark) => has(said, mark)).length).toBeGreaterThan(marks.length / 2);
  });
});

/** Each two words in a row, each longer word that is neither the chart's nor in the workspace's id, and the caller's number. */
function marksOf(scenario: Scenario): string[] {
  const number = scenario.caller.number?.slice(-7);
  return [
    ...new Set([
      ...(number === undefined ? [] : [number]),
      ...wordsOf(scenario).flatMap((line) => {
        const words = line.toLowerCase().split(/\s+/);
        const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
        const telling = pairs.filter(
          (pair) => !chart.includes(pair) && pair.split(" ").some((word) => tells(bare(word))),
        );
        const rare = [...wordsIn(line)].filter(
          (word) =>
            word.length > 4 &&
            !keptWords.has(word) &&
            !chartWords.has(word) &&
            !scenario.workspace.includes(word),
        );
        return [...telling, ...rare];
      }),
    ]),
  ];
}

const tells = (word: string): boolean => word.length > 1 && !keptWords.has(word);
const bare = (word: string): string => word.replaceAll(/[^a-z']/g, "");

const has = (text: string, mark: string): boolean =>
  mark.includes(" ")
    ? text.toLowerCase().includes(mark)
    : new RegExp(`(?<![a-z])${mark}(?![a-z])`, "i").test(text);

function wordsIn(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[a-z]+/g));
}
