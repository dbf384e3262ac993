/** `npm start` as whoever tries it meets it: its own process, a real browser, calls that are placed and typed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, run } from "../calls/process.ts";
import { layKeylessPhrases } from "../kept-phrases.ts";
import { startPassThrough } from "./pass-through.ts";
import { until } from "./time.ts";

/** A busy machine takes its time; what is asserted is what happens, and in which order. */
const patient = { timeout: 60_000, interval: 50 };
const calls = "/w/maple-court/calls";
const pickedUp: unknown = expect.stringContaining("EMA picked up");
const ended: unknown = expect.stringContaining("The call ended");

let system: System;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** Where calls are placed, beside the one on which others are looked at. */
let placing: Page;

beforeAll(async () => {
  [system, browser] = await Promise.all([
    start(),
    chromium.launch({
      executablePath: chromiumOnPath(),
      args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
    }),
  ]);
  ({ context, page } = await entered());
});
afterAll(async () => {
  await browser?.close();
  expect(await system?.stop()).toBe(0);
});

test("the printed address opens the dashboard, where calls run that nobody had to place", async () => {
  await expect.poll(() => page.url(), patient).toContain(calls);
  expect(page.url()).not.toContain("token");
  await page.locator(".running-call").first().waitFor({ timeout: patient.timeout });
  await expect.poll(() => system.output(), patient).toContain("one to watch");
  placing = await context.newPage();
  await placing.goto(`${system.origin}${calls}`);
  await placing.getByRole("link", { name: "Place a call", exact: true }).click();
});

test("a call that is placed fills its timeline as it goes on, and its hazard goes to the top of the list", async () => {
  const list = await context.newPage();
  await list.goto(`${system.origin}${calls}`);
  // Another call is there before it, and has no hazard.
  await list.locator(".running-call:first-child:not(.running-danger)").waitFor();
  await placing.getByRole("button", { name: "Call: Gas leak" }).click();
  const counts = new Set<number>();
  await expect
    .poll(async () => {
      const lines = await linesOf(placing);
      counts.add(lines.length);
      return lines.at(-1);
    }, patient)
    .toContain("Life safety: Gas");
  // It did not come all at once.
  expect(counts.size).toBeGreaterThan(2);
  await list
    .locator(".running-call:first-child.running-danger")
    .filter({ hasText: "Life safety" })
    .waitFor(patient);
  await list.close();
});

test("the chart lights up as the call goes on", async () => {
  await openRunningCall(page);
  await page.getByRole("button", { name: "Show the picture" }).click();
  const seen = new Set<string>();
  await expect
    .poll(async () => {
      const active = await page
        .locator("g.state.active")
        .evaluateAll((groups) => groups.map((group) => group.getAttribute("data-path") ?? ""));
      seen.add(active.join(" "));
      return seen.size;
    }, patient)
    .toBeGreaterThan(3);
  expect([...seen].join(" ")).toContain("call.live.turn.");
});

test("a page that is loaded again in the middle of a call has every line, in clear", async () => {
  await expect.poll(() => linesOf(page), patient).toContainEqual(expect.stringContaining("42 Maple Street"));
  const before = await linesOf(page);
  await page.reload();
  await expect.poll(async () => (await linesOf(page)).slice(0, before.length), patient).toEqual(before);
});

test("a page that was offline says so, and has everything when it is back, nothing twice", async () => {
  await openRunningCall(page);
  const beside = await entered();
  await beside.page.goto(page.url());
  await expect.poll(() => linesOf(beside.page), patient).toContainEqual(pickedUp);
  const network = await networkTo(system.origin);
  await page.goto(page.url().replace(system.origin, network.origin));
  await expect.poll(() => linesOf(page), patient).toContainEqual(pickedUp);
  await context.setOffline(true);
  network.cut();
  await page.getByText("Live updates are interrupted").waitFor({ timeout: patient.timeout });
  const missed = await linesOf(page);
  await expect
    .poll(async () => (await linesOf(beside.page)).length, patient)
    .toBeGreaterThan(missed.length + 1);
  network.mend();
  await context.setOffline(false);
  await expect.poll(() => page.getByText("Live updates are interrupted").count(), patient).toBe(0);
  const whole = await linesOf(beside.page);
  await expect.poll(async () => (await linesOf(page)).slice(0, whole.length), patient).toEqual(whole);
  expect(new Set(whole).size).toBe(whole.length);
  await page.goto(page.url().replace(network.origin, system.origin));
  await Promise.all([beside.context.close(), network.close()]);
});

test("the lines are in the order of the call: what keeps people safe at once, before the turn that it answers", async () => {
  await expect.poll(() => linesOf(placing), patient).toContainEqual(ended);
  const lines = await linesOf(placing);
  const order = [
    "EMA picked up",
    "Life safety: Gas",
    "Leave the building now",
    "TenantI smell gas",
    "The call ended",
  ];
  const told = lines.map((line) => line.replace(/\d\d:\d\d:\d\d/, ""));
  expect({ lines, places: told.flatMap((line) => order.filter((words) => line.includes(words))) }).toEqual({
    lines,
    places: order,
  });
  expect(await saidOn(placing)).toEqual(await saidInOrder(placing));
});

test("who types as the tenant is heard, and hears the answer", async () => {
  let loud = 0;
  placing.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (typeof payload !== "string" && isAudible(payload)) loud += 1;
    }),
  );
  await placing.getByRole("button", { name: "Call and type" }).click();
  await expect.poll(() => loud, patient).toBeGreaterThan(50);
  await placing.getByLabel("What the tenant says").fill("A pipe burst under my kitchen sink.");
  await placing.keyboard.press("Enter");
  await expect
    .poll(() => linesOf(placing), patient)
    .toContainEqual(expect.stringContaining("A pipe burst under my kitchen sink."));
  const before = loud;
  await expect.poll(() => loud, patient).toBeGreaterThan(before + 25);
  await placing.getByRole("button", { name: "Hang up", exact: true }).click();
  await expect.poll(() => linesOf(placing), patient).toContainEqual(ended);
});

test("a second start on the same data says in one sentence that there is a first, and ends", async () => {
  const second = await run("src/main.ts", [], { EMA_DATA_DIR: system.dataDir, EMA_API_PORT: system.port });
  expect([second.code, second.stderr.trim().split("\n")]).toEqual([
    2,
    [expect.stringMatching(/^EMA_DATA_DIR is a folder in which another .* has its database open; .*\.$/)],
  ]);
});

/** The words of each line, without what ticks. */
const linesOf = (of: Page): Promise<string[]> =>
  of.locator(".lines > li").evaluateAll((lines) => lines.map((line) => (line.textContent ?? "").trim()));

const saidOn = (of: Page): Promise<string[]> =>
  of.locator(".said-words").evaluateAll((all) => all.map((words) => words.firstChild?.textContent ?? ""));

/** What the API has of the call that is shown on the page, as the call numbered it. */
async function saidInOrder(of: Page): Promise<string[]> {
  const address = await of.getByRole("link", { name: "Open the call" }).getAttribute("href");
  const answer = await of.request.get(`${system.origin}/api/runs/${address?.split("/").at(-1)}`);
  const { events }: { events: { sequence: number; eventType: string; text: string | null }[] } =
    await answer.json();
  return events
    .filter(({ eventType }) => eventType.endsWith("_UTTERANCE"))
    .toSorted((one, other) => one.sequence - other.sequence)
    .map(({ text }) => text ?? "");
}

/** A way to the system that can be cut: a browser that is set offline sends nothing more, and goes on hearing what is open. */
async function networkTo(origin: string) {
  const open = new Set<ServerResponse>();
  let isCut = false;
  const way = await startPassThrough({
    to: Number(new URL(origin).port),
    answer(_request, response) {
      // What was under way when it was cut does not arrive either.
      if (isCut) response.destroy();
      else open.add(response.once("close", () => open.delete(response)));
      return isCut;
    },
    onSocket: () => {},
  });
  return {
    origin: `http://127.0.0.1:${way.port}`,
    close: () => way.close(),
    cut() {
      isCut = true;
      for (const response of open) response.destroy();
    },
    mend() {
      isCut = false;
    },
  };
}

/** One of its own, which goes on for a minute and a half: what others placed may be over on a busy machine. */
async function openRunningCall(of: Page): Promise<void> {
  const placed = await of.request.post(`${system.origin}/api/trial/calls`, {
    data: { scenario: "burst-pipe" },
    headers: { origin: system.origin },
  });
  const { runId }: { runId: string | null } = await placed.json();
  expect(runId).not.toBeNull();
  await of.goto(`${system.origin}${calls}/${runId}`);
  await of.getByRole("heading", { name: "Conversation" }).waitFor();
}

/** A browser of its own, let in by the printed address. */
async function entered(): Promise<{ context: BrowserContext; page: Page }> {
  const own = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const first = await own.newPage();
  await first.goto(system.url);
  await first.getByRole("heading", { name: "Calls", exact: true }).waitFor({ timeout: patient.timeout });
  return { context: own, page: first };
}

/** 16-bit samples, louder than a line's noise. */
function isAudible(frame: Buffer): boolean {
  for (let at = 0; at + 1 < frame.length; at += 2) if (Math.abs(frame.readInt16LE(at)) > 1000) return true;
  return false;
}

interface System {
  /** Carries the token. */
  url: string;
  origin: string;
  port: string;
  dataDir: string;
  output: () => string;
  /** Resolves to the exit code. */
  stop: () => Promise<unknown>;
}

async function start(): Promise<System> {
  const dataDir = layKeylessPhrases(mkdtempSync(join(tmpdir(), "ema-start-")));
  const port = String(await freePort());
  const child: ChildProcess = spawn(process.execPath, ["src/main.ts"], {
    env: {
      ...process.env,
      EMA_DATA_DIR: dataDir,
      EMA_API_PORT: port,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, "exit");
  const address = (): string | undefined => /http:\/\/\S+\?token=\S+/.exec(output)?.[0];
  const url = await until(address, { limitMs: 60_000, complaint: () => `No address was printed: ${output}` });
  return {
    url,
    origin: new URL(url).origin,
    port,
    dataDir,
    output: () => output,
    async stop() {
      child.kill("SIGTERM");
      const [code] = await exited;
      return code;
    },
  };
}

function chromiumOnPath(): string {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  if (found === undefined) throw new Error("Chromium is missing: npm run e2e:setup installs it.");
  return found;
}
