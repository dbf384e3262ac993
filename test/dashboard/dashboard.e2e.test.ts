/** The dashboard in a real browser, over calls that the test leads. */
import { delimiter, join } from "node:path";
import { existsSync, readFileSync } from "node:fs";
import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page, type Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Run } from "#src/api/answers.ts";
import { agent, makeEvent, tenant } from "./fixture/events.ts";
import { makeRun, runId, workspaceId } from "./fixture/runs.ts";
import { type Fixture, startFixture } from "./fixture/server.ts";

const base = `/w/${workspaceId}`;
const desk = { width: 1280, height: 800 };
const firstViewLimit = 200_000;
/** Addresses and headings. */
const pages = {
  "the list": [`${base}/calls`, "Calls"],
  "a list without a match": [`${base}/calls?q=nothing&status=completed`, "Calls"],
  "a running call": [`${base}/calls/${runId(1)}`, "Burst pipe under the kitchen sink, water on the floor"],
  "a finished call": [`${base}/calls/${runId(4)}`, "No heat since this evening"],
  "a call that there is not": [`${base}/calls/${runId(99)}`, "Call"],
  figures: [`${base}/figures`, "Figures"],
  settings: [`${base}/settings`, "Settings"],
  "placing a call": [`${base}/place-a-call`, "Place a call"],
  "no page": [`${base}/nothing`, "Not found"],
} as const;

let browser: Browser;
let context: BrowserContext;
let fixture: Fixture;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [fixture, browser] = await Promise.all([
    startFixture(),
    chromium.launch({
      executablePath: chromiumOnPath(),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }),
  ]);
  context = await browser.newContext({ viewport: desk, reducedMotion: "reduce" });
  page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("Failed to load resource"))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
});
afterEach(async () => {
  fixture.signedIn = true;
  fixture.role = "admin";
  await page.setViewportSize(desk);
});
afterAll(async () => {
  await browser.close();
  await fixture.close();
});

test("the first view is small: page, code and styles of the sign-in and of the list", async () => {
  const fresh = await browser.newContext();
  const first = await fresh.newPage();
  const sizes: Promise<number>[] = [];
  first.on("requestfinished", (request) => sizes.push(bytesOf(request)));
  const firstView = async (): Promise<number> =>
    (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
  fixture.signedIn = false;
  await first.goto(fixture.url);
  await first.getByLabel("Email").fill("robin@example.com");
  await first.getByLabel("Password", { exact: true }).fill("wrong");
  await first.getByRole("button", { name: "Sign in" }).click();
  await first.getByRole("alert").filter({ hasText: "do not belong together" }).waitFor();
  const ofSignIn = await firstView();
  await first.getByLabel("Password", { exact: true }).fill("right");
  await first.getByRole("button", { name: "Sign in" }).click();
  await first.getByRole("heading", { name: "Calls", exact: true }).waitFor();
  await first.locator(".running-call").first().waitFor();
  const bytes = await firstView();
  process.stdout.write(`first view: ${ofSignIn} bytes for the sign-in, ${bytes} with the list\n`);
  expect(ofSignIn).toBeGreaterThan(20_000);
  expect(bytes).toBeLessThan(firstViewLimit);
  first.removeAllListeners();
  await fresh.close();
});

test("no page has a fault that axe finds, nor is it wider than the screen, light on a desk and dark on a telephone", async () => {
  const faults: Record<string, unknown> = {};
  await page.goto(`${fixture.url}${base}`);
  for (const [name, [path, heading]] of Object.entries({ ...pages, "the sign-in": ["/", "Sign in"] })) {
    await page.setViewportSize(desk);
    await page.emulateMedia({ colorScheme: "light" });
    fixture.signedIn = name !== "the sign-in";
    if (fixture.signedIn) await goWithin(path);
    else await page.goto(fixture.url);
    await shown(heading);
    for (const [colorScheme, width] of [
      ["light", 1280],
      ["dark", 390],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
      const found = await violations();
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      if (found.length > 0 || scrollWidth > width) faults[`${name}, ${colorScheme}`] = { found, scrollWidth };
    }
  }
  expect(faults).toEqual({});
});

test("on the narrowest telephone nothing is cut off, and everything can be hit with a thumb", async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`${fixture.url}${base}`);
  for (const name of ["the list", "a running call", "figures", "settings"] as const) {
    const [path, heading] = pages[name];
    await goWithin(path);
    await shown(heading);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("a, button, select, input:not([type=radio])")]
        .filter((element) => !element.closest("dl, [hidden], .skip") && element.getClientRects().length > 0)
        .map((element) => ({
          text: element.textContent || element.ariaLabel,
          ...element.getBoundingClientRect().toJSON(),
        }))
        .filter(({ height, width }) => height < 43.5 || width < 43.5)
        .map(({ text, width, height }) => `${text} ${width}×${height}`),
    );
    expect([path, small, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([
      path,
      [],
      320,
    ]);
  }
});

test("a new hazard jumps to the top, is called out once, and is counted in the title", async () => {
  await goWithin(`${base}/calls`);
  await expect
    .poll(titles)
    .toEqual([
      "Smell of gas in the hallway",
      "Burst pipe under the kitchen sink, water on the floor",
      "Not said yet",
    ]);
  await expect.poll(() => page.title()).toBe("(2) Calls · EMA");
  const run = known(3);
  fixture.change({ ...run, hazards: ["fire"], urgency: "lifeSafety", facts: { address: "3 Fern Hollow" } });
  await expect
    .poll(titles)
    .toEqual([
      "Fire",
      "Smell of gas in the hallway",
      "Burst pipe under the kitchen sink, water on the floor",
    ]);
  expect(await page.getByRole("alert").textContent()).toBe("Life safety: Fire, 3 Fern Hollow.");
  expect(await page.title()).toBe("(3) Calls · EMA");
  const first = page.locator(".running-call").first();
  expect([await first.locator(".badge svg").count(), await first.locator(".badge").textContent()]).toEqual([
    1,
    "Life safety: Fire",
  ]);
});

test("a call that ends moves down to its day", async () => {
  const run = known(3);
  fixture.change({ ...run, status: "completed", durationSeconds: 61, endedAt: new Date().toISOString() });
  await expect.poll(() => page.locator(".running-call").count()).toBe(2);
  await expect.poll(() => page.locator(".finished-call").first().textContent()).toContain("Fire");
});

test("when the stream is down the page says since when, and what happened meanwhile is there afterwards", async () => {
  // Time flies on this page, so that nobody waits for the banner.
  await page.clock.install();
  await page.goto(`${fixture.url}${base}/calls`);
  await expect.poll(() => page.locator(".running-call").count()).toBe(2);
  fixture.setDown(true);
  const banner = page
    .getByRole("status")
    .filter({ hasText: /^Live updates are interrupted since \d\d:\d\d; trying again\.$/ });
  await expect
    .poll(async () => {
      await page.clock.fastForward(1_000);
      return banner.count();
    })
    .toBe(1);
  const burst = known(1);
  // Erased, and nobody was told.
  fixture.runs.splice(fixture.runs.indexOf(burst), 1);
  const meanwhile = makeRun(50, new Date(), { status: "running", facts: { problem: "no water" } });
  fixture.runs.push(meanwhile);
  fixture.setDown(false);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await banner.waitFor({ state: "detached" });
  await expect.poll(titles).toEqual(["Smell of gas in the hallway", "No water"]);
  fixture.runs.push(burst);
});

test("a call's words appear as they are spoken, and pull nobody away who reads further up", async () => {
  await goWithin(`${base}/calls/${runId(1)}`);
  const run = known(1);
  const last = page.locator(".lines > li").last();
  await expect.poll(() => last.textContent()).toContain("putting you through");
  await expect.poll(() => inView(".timeline-end")).toBe(true);
  fixture.change(run, makeEvent(1, 18, new Date(), tenant("Thank you so much.", "dispatched")));
  await expect.poll(() => last.textContent()).toContain("Thank you so much.");
  await expect.poll(() => inView(".timeline-end")).toBe(true);
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect.poll(() => inView(".timeline-end")).toBe(false);
  fixture.change(run, makeEvent(1, 20, new Date(), agent("Stay on the line.", "dispatched", {})));
  await page.getByRole("button", { name: "New words below" }).waitFor();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  expect(await page.locator(".note-warn").last().textContent()).toContain("1 event has not arrived");
  fixture.change(run, makeEvent(1, 19, new Date(), tenant("I hear it ringing.", "dispatched")));
  await expect
    .poll(() =>
      page
        .locator(".said-words")
        .allTextContents()
        .then((words) => words.slice(-3)),
    )
    .toEqual(["Thank you so much.", "I hear it ringing.", "Stay on the line."]);
  await page.getByRole("button", { name: "New words below" }).click();
  await expect.poll(() => inView(".timeline-end")).toBe(true);
});

test("the chart lights up, and says its states in words", async () => {
  await page.getByRole("button", { name: "Show the picture" }).click();
  await page.locator(".chart-frame svg").waitFor();
  fixture.chart(runId(1), ["live", "live.turn", "live.turn.listening", "live.turn.listening.silent"]);
  await expect.poll(() => page.locator(".states").textContent()).toBe("TurnListening, silent");
  await expect
    .poll(() => page.locator('g.state.active[data-state="call.live.turn.listening.silent"]').count())
    .toBe(1);
});

test("everything is reached from the keyboard", async () => {
  await page.keyboard.press("Escape");
  await page.waitForURL(`**${base}/calls`);
  await page.locator(".running-call").first().waitFor();
  await page.keyboard.press("/");
  expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe("Search calls");
  await page.keyboard.type("4B");
  await page.waitForURL("**/calls?q=4B");
  await expect.poll(titles).toEqual(["Burst pipe under the kitchen sink, water on the floor"]);
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.waitForURL(`**${base}/calls`);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/calls/${runId(2)}`);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  expect(await violations()).toEqual([]);
  await page.keyboard.press("Escape");
  expect(page.url()).toContain(runId(2));
  await page.goto(fixture.url);
  await page.locator(".running-call").first().waitFor();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the page");
});

test("one calls as the tenant by typing, and hangs up", async () => {
  await goWithin(`${base}/place-a-call`);
  await page.getByRole("button", { name: "Call and type" }).click();
  await page.getByLabel("What the tenant says").fill("Water everywhere");
  await page.keyboard.press("Enter");
  await page.locator(".lines").waitFor();
  await page.getByRole("button", { name: "Hang up" }).click();
  await page.getByRole("button", { name: "Call and type" }).waitFor();
});

test("a recording is played, sought in, and saved, from the keyboard as well; who may not listen has none of it", async () => {
  await goWithin(`${base}/calls/${runId(4)}`);
  const player = page.getByLabel("Recording of the call");
  await player.focus();
  await page.keyboard.press("Space");
  const state = () =>
    player.evaluate((audio: HTMLAudioElement) => [audio.error, audio.duration, audio.seekable.length]);
  await expect.poll(state).toEqual([null, 3, 1]);
  await player.evaluate((audio: HTMLAudioElement) => {
    audio.pause();
    audio.currentTime = 2;
  });
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBe(2);
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Save as a WAV file" }).click(),
  ]);
  expect([saved.suggestedFilename(), await saved.failure()]).toEqual([`call-${runId(4)}.wav`, null]);
  fixture.role = "viewer";
  await page.reload();
  await page.getByRole("heading", { name: "About the call" }).waitFor();
  const panels = await page.locator(".side h2").allTextContents();
  expect(panels).toEqual(["Taken down", "Help on the way", "Cost", "About the call"]);
});

test("an administrator erases a call, not by a slip of the thumb, and is given a receipt to keep", async () => {
  await page.goto(`${fixture.url}${base}/calls/${runId(6)}`);
  await page.getByRole("button", { name: "Erase this call…" }).click();
  const dialog = page.getByRole("dialog", { name: "Erase this call?" });
  const button = dialog.getByRole("button", { name: "Erase the call" });
  expect([await button.isDisabled(), await dialog.textContent()]).toEqual([
    true,
    expect.stringContaining("It cannot be undone."),
  ]);
  expect(await violations()).toEqual([]);
  await dialog.getByLabel("Type erase, to be sure").fill("era");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  expect(fixture.asked).toEqual([]);
  await page.getByRole("button", { name: "Erase this call…" }).click();
  await dialog.getByLabel("Type erase, to be sure").fill("erase");
  await page.keyboard.press("Enter");
  const receipt = page.getByRole("group", { name: "Receipt" });
  await receipt.waitFor();
  expect(fixture.asked.splice(0)).toEqual([`/api/runs/${runId(6)}/erase`]);
  expect(await receipt.locator("dd").allTextContents()).toEqual(
    erased("One call", "1 call, 17 events, 1 recording"),
  );
  expect([
    await receipt.evaluate((element) => element === document.activeElement),
    await page.title(),
  ]).toEqual([true, "(2) Erased call · EMA"]);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("status").filter({ hasText: "Copied." }).waitFor();
  const kept = await page.evaluate(() => navigator.clipboard.readText());
  expect(kept.split("\n")[3]).toBe("What went: 1 call, 17 events, 1 recording");
  await page.emulateMedia({ media: "print" });
  expect(await page.getByText("All calls").isVisible()).toBe(false);
  expect(await receipt.isVisible()).toBe(true);
  await page.emulateMedia({ media: null });
  expect(await violations()).toEqual([]);
});

test("a call that is erased elsewhere goes from the list, and its page says so", async () => {
  await goWithin(`${base}/calls/${runId(8)}`);
  await page.getByRole("heading", { name: "Locked out with a small child inside" }).waitFor();
  fixture.erase(known(8));
  await page.getByText("This call was erased").waitFor();
  await page.getByRole("link", { name: "All calls" }).click();
  await page.locator(".finished-call").first().waitFor();
  const lost = page.locator(".finished-call").filter({ hasText: "Lost" });
  expect(await lost.count()).toBe(1);
  fixture.erase(known(7));
  await lost.waitFor({ state: "detached" });
});

test("what is stored of a caller is saved as a file, and erased; what the API refuses is said as it says it", async () => {
  await goWithin(`${base}/settings`);
  const number = page.getByLabel("The caller's number");
  await page.getByRole("button", { name: "Erase this caller…" }).click();
  await page.getByText("Write the whole number first").waitFor();
  await number.fill("555 0142");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "number is a text that does not fit" }).waitFor();
  await number.fill("+1 555 555 0142");
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  await page.getByText("Saved as caller.json: 2 calls, 0 events.").waitFor();
  expect([
    file.suggestedFilename(),
    (JSON.parse(readFileSync(await file.path(), "utf8")) as { number: string }).number,
  ]).toEqual(["caller.json", "+1 555 555 0142"]);
  await page.getByRole("button", { name: "Erase this caller…" }).click();
  const dialog = page.getByRole("dialog", { name: "Erase this caller?" });
  await dialog.getByLabel("Type the number's last four digits, to be sure").fill("0142");
  expect(await violations()).toEqual([]);
  await dialog.getByRole("button", { name: "Erase the caller" }).click();
  const receipt = page.getByRole("group", { name: "Receipt" });
  await receipt.waitFor();
  expect(fixture.asked.splice(0)).toEqual([
    { url: `/api/workspaces/${workspaceId}/erase-caller`, body: { number: "+1 555 555 0142" } },
  ]);
  expect(await receipt.locator("dd").allTextContents()).toEqual(
    erased("All calls of one caller", "2 calls, 34 events, 1 recording"),
  );
  expect(await number.inputValue()).toBe("");
});

test("the audit log is turned page by page", async () => {
  const rows = page.getByRole("region", { name: "Audit log, a table" }).locator("tbody tr");
  await expect.poll(() => rows.count()).toBe(1);
  const earlier = page.getByRole("button", { name: "Show earlier entries" });
  await earlier.click();
  await expect.poll(() => rows.count()).toBe(2);
  await earlier.waitFor({ state: "detached" });
});

test("pages that do not exist are not found by programs either, and files never change", async () => {
  const nowhere = await page.request.get(`${fixture.url}/nowhere`, { headers: { accept: "text/html" } });
  const api = await page.request.get(`${fixture.url}/api/nowhere`, { headers: { accept: "text/html" } });
  const [one, other] = await Promise.all([page.request.get(fixture.url), page.request.get(fixture.url)]);
  const script = /assets\/index-[\w-]+\.js/.exec(await one.text())?.[0] ?? "";
  const file = await page.request.get(`${fixture.url}/${script}`, { headers: { "accept-encoding": "gzip" } });
  expect([nowhere.status(), api.status(), api.headers()["content-type"]]).toEqual([
    404,
    404,
    "application/json; charset=utf-8",
  ]);
  expect([
    one.headers()["cache-control"],
    file.headers()["cache-control"],
    file.headers()["content-encoding"],
  ]).toEqual(["no-store", "public, max-age=31536000, immutable", "gzip"]);
  expect(nonceIn(await one.text())).not.toBe(nonceIn(await other.text()));
  expect(one.headers()["content-security-policy"]).toContain(`'nonce-${nonceIn(await one.text())}'`);
});

test("the browser had nothing to complain of: no error, and nothing that the policy refused", () => {
  expect(complaints).toEqual([]);
});

/** As they came over the wire; 0 for what is neither page, code nor style. */
async function bytesOf(request: Request): Promise<number> {
  const type = (await request.response())?.headers()["content-type"] ?? "";
  return /html|javascript|css/.test(type) ? (await request.sizes()).responseBodySize : 0;
}

const known = (n: number): Run =>
  fixture.runs.find(({ id }) => id === runId(n)) ?? expect.fail(`there is no call ${n}`);

/** The rows of a receipt. */
const erased = (of: string, what: string): string[] => [
  of,
  "1 March 2026 at 03:20, America/New_York",
  what,
  "Robin Operator",
  "00000000-0000-4000-8000-00000000e4a5",
];

const titles = (): Promise<string[]> => page.locator(".running-problem").allTextContents();
const nonceIn = (html: string): string | undefined => /nonce="([^"]+)"/.exec(html)?.[1];

/** As by a link, so that the page is not loaded anew where it is open. */
async function goWithin(path: string): Promise<void> {
  if (page.url().startsWith(fixture.url))
    await page.evaluate((path) => history.pushState(null, "", path), path);
  else await page.goto(fixture.url + path);
}

async function shown(heading: string): Promise<void> {
  await page.getByRole("heading", { name: heading, exact: true, level: 1 }).waitFor({ state: "attached" });
  await expect.poll(() => page.locator(".waiting").count()).toBe(0);
}

const inView = (selector: string): Promise<boolean> =>
  page.evaluate((selector) => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    return box !== undefined && box.top < innerHeight + 60 && box.bottom > 0;
  }, selector);

async function violations(): Promise<string[]> {
  // Through the debugger's door: the page's policy lets no foreign script in.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          document: Document,
          options: object,
        ): Promise<{
          violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary}`),
    );
  });
}

function chromiumOnPath(): string {
  const found = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "chromium"))
    .find((path) => existsSync(path));
  return found ?? expect.fail("There is no chromium on the path: npm run e2e:setup installs it.");
}
