/** The page of `npm run inspect`, in a real browser, over calls that are played meanwhile. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freePort } from "../calls/process.ts";
import { layKeylessPhrases } from "../kept-phrases.ts";
import { until } from "./time.ts";

const scenarios = ["test/calls/hang-up-mid-sentence.yaml", "test/calls/wrong-number.yaml"];
const pictures = mkdtempSync(join(tmpdir(), "ema-inspect-pictures-"));
const dataDir = layKeylessPhrases(mkdtempSync(join(tmpdir(), "ema-inspect-data-")));
const reading = { timeout: 60_000, interval: 50 };

let browser: Browser;
let context: BrowserContext;
let page: Page;
let port: number;
let inspect: Inspect;

beforeAll(async () => {
  port = await freePort();
  browser = await chromium.launch({ executablePath: chromiumOnPath(), args: ["--no-sandbox"] });
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  inspect = await startInspect([...scenarios, "--stately", "--port", String(port)]);
  await page.goto(inspect.url);
});
afterEach(() => {
  // Whatever a test saw of its page: without its server it saw nothing.
  expect(inspect.ending()).toBeUndefined();
});
afterAll(async () => {
  await browser.close();
  await inspect.stop();
});

test("the token is gone from the address as soon as the page is there", () => {
  expect(page.url()).not.toContain("token");
});

test("states light up in the order in which the call goes through them", async () => {
  const wanted = [
    "call.live.turn.announcing",
    "call.live.turn.listening",
    "call.live.turn.responding.endpointing",
    "call.ended",
  ];
  // A busy browser may open late, or draw fewer frames than a call has steps: then it is the second call that is looked at.
  const seen = await page.evaluate(
    async (order) =>
      new Promise<string[]>((resolve) => {
        let lit: string[] = [];
        const look = (): void => {
          const active = [...document.querySelectorAll<SVGGElement>("g.state.active")].map(
            ({ dataset }) => dataset["path"] ?? dataset["state"] ?? "",
          );
          const next = order[lit.length];
          if (next !== undefined && active.includes(next)) lit.push(next);
          const over = document.querySelectorAll("#recent a").length === 2;
          if (lit.length === order.length || over) return resolve(lit);
          const other = document.querySelector<HTMLElement>("#running a:not([aria-current])");
          if (active.includes("call.ended") && other !== null) {
            lit = [];
            other.click();
          }
          requestAnimationFrame(look);
        };
        look();
      }),
    wanted,
  );
  expect(seen).toEqual(wanted);
});

test("a call that is over is gone through step by step", async () => {
  const [running, recent] = [page.locator("#running a"), page.locator("#recent a")];
  await expect.poll(() => recent.count(), reading).toBe(2);
  expect(await running.count()).toBe(0);
  const slider = page.locator("#slider");
  await slider.focus();
  await page.keyboard.press("Home");
  await expect.poll(() => active(page)).toContain("call.ringing");
  expect(page.url()).toContain("at=");
  await page.locator("#forth").click();
  await expect.poll(() => page.locator("#position").textContent()).toMatch(/ {3}2 of \d+$/);
  await page.locator('#log button:has-text("call.answered")').click();
  await expect.poll(() => active(page)).toContain("call.live.turn.announcing");
  expect(await page.locator("g.transition.taken").count()).toBeGreaterThan(0);
  expect(await page.locator("path.arrow.taken").count()).toBeGreaterThan(0);
  await page.locator("#live").click();
  await expect.poll(() => active(page)).toContain("call.ended");
});

test("an address leads to a step and points at a state", async () => {
  const id = await page.locator("#recent a").first().getAttribute("title");
  await page.goto(`${origin()}/#/call/${id}?at=40&state=live.turn.listening`);
  await expect
    .poll(() => page.locator("g.state.sought").getAttribute("data-path"))
    .toBe("call.live.turn.listening");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-path"))).toBe(
    "call.live.turn.listening",
  );
  await expect
    .poll(() => page.locator("#log [aria-current]").getAttribute("data-seq"))
    .toMatch(/^(?:40|3\d)$/);
});

test("two calls are kept apart", async () => {
  const links = page.locator("#recent a");
  const stories = new Map<string, string[]>();
  for (const index of [0, 1]) {
    const id = await links.nth(index).getAttribute("title");
    // The other call's story is gone from the page before this one's is read.
    await page.goto("about:blank");
    await page.goto(`${origin()}/#/call/${id}`);
    await expect.poll(() => page.locator("#outcome").textContent(), reading).toContain("Ended");
    await expect.poll(() => active(page), reading).toContain("call.ended");
    const types = await page.locator("#log .type").allTextContents();
    stories.set(
      (await page.locator("#outcome").textContent()) ?? "",
      types.filter((type) => type.startsWith("call.")),
    );
  }
  expect(Object.fromEntries(stories)).toEqual({
    "Ended: callerHungUp": ["call.answered", "call.hungUp"],
    "Ended: wrongNumber": ["call.answered", "call.endRequested"],
  });
});

test("the chart is zoomed and moved by keys", async () => {
  const width = async (): Promise<number> =>
    page.locator("#chart-frame > svg").evaluate((svg) => svg.getBoundingClientRect().width);
  await page.locator("#chart-frame").focus();
  const before = await width();
  await page.keyboard.press("+");
  expect(await width()).toBeGreaterThan(before);
  await page.keyboard.press("0");
  const frame = await page.locator("#chart-frame").evaluate((element) => element.clientWidth);
  expect(await width()).toBeLessThanOrEqual(frame + 1);
  await page.keyboard.press("-");
  expect(await width()).toBeLessThan(frame);
  await page.locator("#closer").click();
});

test("in light, in dark and on a narrow screen it is a page to work with", async () => {
  await page.goto(`${origin()}/`);
  await page.reload();
  await expect.poll(() => page.locator("#log li").count(), reading).toBeGreaterThan(10);
  await page.locator('#log button:has-text("turn")').first().click();
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.screenshot({ path: join(pictures, `${scheme}.png`) });
  }
  await page.setViewportSize({ width: 400, height: 860 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.screenshot({ path: join(pictures, "narrow.png"), fullPage: true });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.locator("#theme").click();
  await expect.poll(paper).not.toBe(light);
  await page.locator("#theme").click();
  process.stdout.write(`pictures: ${pictures}\n`);
});

test("a simulated call is handed to the Stately inspector, after a press of a button and not before", async () => {
  const asked: string[] = [];
  const fake = `<script>
    window.heard = [];
    addEventListener("message", ({ data }) => window.heard.push(data));
    opener.postMessage({ type: "@statelyai.connected" }, "*");
  </script>`;
  await context.route("https://stately.ai/**", async (route) => {
    asked.push(route.request().url());
    await route.fulfill({ contentType: "text/html", body: fake });
  });
  await page.goto(`${origin()}/stately`);
  const send = page.locator("#open");
  await expect.poll(() => send.isEnabled(), reading).toBe(true);
  expect(asked).toEqual([]);
  const opening = context.waitForEvent("page");
  await send.click();
  const inspector = await opening;
  const heard = async (): Promise<{ type: string; definition?: string }[]> =>
    inspector.evaluate(() => Reflect.get(window, "heard") ?? []);
  await expect.poll(async () => (await heard()).length, reading).toBeGreaterThan(2);
  const types = new Set((await heard()).map(({ type }) => type));
  expect((await heard())[0]).toMatchObject({ type: "@xstate.actor", _version: expect.any(String) });
  expect((await heard())[0]?.definition).toContain("ringing");
  expect([...types].every((type) => type.startsWith("@xstate."))).toBe(true);
  expect(asked).toEqual(["https://stately.ai/inspect"]);
  await inspector.close();
});

test("a lost connection is said, and found again", async () => {
  await page.goto(`${origin()}/`);
  const connection = page.locator("#connection");
  await expect.poll(() => connection.textContent(), reading).toBe("Connected");
  await inspect.stop();
  await expect.poll(() => connection.textContent(), reading).toBe("Connection lost, trying again…");
  inspect = await startInspect(["--watch", "--port", String(port)]);
  // A new server has a new token: its address is opened in another tab of the same browser.
  const other = await context.newPage();
  await other.goto(inspect.url);
  await expect.poll(() => connection.textContent(), reading).toBe("Connected");
});

const origin = (): string => `http://127.0.0.1:${port}`;

const active = (on: Page): Promise<string[]> =>
  on
    .locator("g.state.active")
    .evaluateAll((groups) =>
      groups.map((group) => group.getAttribute("data-path") ?? group.getAttribute("data-state") ?? ""),
    );

interface Inspect {
  url: string;
  /** How it ended and what it printed, if it ended before it was told to. */
  ending(): string | undefined;
  stop(): Promise<void>;
}

async function startInspect(args: string[]): Promise<Inspect> {
  const child = spawn(process.execPath, ["src/inspect.ts", ...args], {
    env: { ...process.env, EMA_DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  let stopped = false;
  let ending: string | undefined;
  child.once("exit", (code, signal) => {
    if (!stopped) ending = `ended with ${code ?? signal}: ${output}`;
  });
  const exited = once(child, "exit");
  const address = (): string | undefined => /http:\/\/\S+\?token=\S+/.exec(output)?.[0];
  const url = await until(address, { limitMs: 60_000, complaint: () => `No address was printed: ${output}` });
  return {
    url,
    ending: () => ending,
    async stop() {
      stopped = true;
      child.kill("SIGTERM");
      await exited;
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
