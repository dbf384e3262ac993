/** The page: a call is chosen, its steps come in, and one of them is shown. */
import type { WatchedCall, WatchMessage } from "../watch/message.ts";
import { type Place, readPlace, writePlace } from "./address.ts";
import { showCalls } from "./calls.ts";
import { loadChart } from "./chart.ts";
import { showContext } from "./context.ts";
import { byId } from "./elements.ts";
import { createLog } from "./log.ts";
import { createNow } from "./now.ts";
import { createScrubber } from "./scrubber.ts";
import { focusOf, type Step } from "./step.ts";
import { openStream } from "./stream.ts";
import { startTheme } from "./theme.ts";
import { startViewport } from "./viewport.ts";

let place: Place = { callId: undefined, at: undefined, state: undefined };
let calls: readonly WatchedCall[] = [];
let steps: Step[] = [];
/** How many of them are in the log. */
let logged = 0;
let shown: Step | undefined;
let following = true;
let stopStream = (): void => {};
let drawing = false;

startTheme(byId("theme", HTMLButtonElement));
const button = (id: string): HTMLButtonElement => byId(id, HTMLButtonElement);
const frame = byId("chart-frame", HTMLDivElement);
const lists = { running: byId("running", HTMLUListElement), recent: byId("recent", HTMLUListElement) };
const contextBody = byId("context", HTMLTableSectionElement);
const outcome = byId("outcome", HTMLElement);
const connection = byId("connection", HTMLElement);

const pointAt = (state: string): void => go({ ...place, state });
const chart = await loadChart(pointAt);
frame.append(chart.svg);
const viewport = startViewport({
  frame,
  svg: chart.svg,
  buttons: { closer: button("closer"), further: button("further"), whole: button("whole") },
  onMoved: () => follow(false),
});
const log = createLog(byId("log", HTMLOListElement), (seq) => go({ ...place, at: seq }));
const now = createNow({
  stage: byId("stage", HTMLElement),
  turn: byId("turn", HTMLElement),
  states: byId("states", HTMLUListElement),
  said: byId("said", HTMLElement),
  onState: pointAt,
});
const scrubber = createScrubber({
  slider: byId("slider", HTMLInputElement),
  back: button("back"),
  forth: button("forth"),
  live: button("live"),
  position: byId("position", HTMLElement),
  onMove: (index) => go({ ...place, at: index === undefined ? undefined : steps[index]?.seq }),
});
button("follow").addEventListener("click", () => {
  follow(!following);
  if (following) revealPresent(undefined);
});
window.addEventListener("resize", () => {
  if (following) revealPresent(undefined);
});
window.addEventListener("hashchange", () => arrive(readPlace(location.hash)));
arrive(readPlace(location.hash));
openStream({
  address: () => "calls",
  onMessage: (data) => {
    const list: WatchedCall[] = JSON.parse(data);
    calls = list;
    const newest = calls.findLast(({ ended }) => ended === undefined) ?? calls.at(-1);
    if (place.callId === undefined && newest) go({ callId: newest.id, at: undefined, state: undefined });
    drawSoon();
  },
  onConnected: tellConnection,
});
await offerStately();

function go(next: Place): void {
  history.replaceState(null, "", writePlace(next));
  arrive(next);
}

function arrive(next: Place): void {
  const before = place;
  place = next;
  if (next.callId !== before.callId) openCall(next.callId);
  if (next.state !== before.state || next.callId !== before.callId) {
    chart.seek(next.state);
    const sought = next.state === undefined ? undefined : chart.state(next.state);
    if (sought) viewport.reveal(sought);
    // Pointed at by hand: what happens elsewhere must not pull the picture away.
    if (sought) follow(false);
  }
  drawSoon();
}

function openCall(callId: string | undefined): void {
  stopStream();
  steps = [];
  logged = 0;
  shown = undefined;
  log.clear();
  if (callId === undefined) return;
  stopStream = openStream({
    address: (lastId) =>
      `calls/${encodeURIComponent(callId)}/stream${lastId === "" ? "" : `?after=${lastId}`}`,
    onMessage: (data) => {
      const message: WatchMessage = JSON.parse(data);
      if (message.kind === "step") steps.push(message);
      drawSoon();
    },
    // That the server is gone, the list of calls tells; that this call is gone, its list does.
    onConnected: () => {},
  });
}

/** Many messages may come between two frames. */
function drawSoon(): void {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    draw();
  });
}

function draw(): void {
  showCalls(lists, calls, place.callId);
  const call = calls.find(({ id }) => id === place.callId);
  if (call?.ended) outcome.textContent = `Ended: ${call.ended.outcome}`;
  else outcome.textContent = call || place.callId === undefined ? "" : "This call is not kept here any more.";
  log.add(steps.slice(logged));
  logged = steps.length;
  const index = place.at === undefined ? steps.length - 1 : indexOf(place.at);
  const step = steps[index];
  scrubber.show(steps, index, place.at === undefined);
  if (step === shown && step !== undefined) return;
  const before = shown;
  shown = step;
  chart.show(step);
  now.show(step);
  showContext(contextBody, step, steps[index - 1]);
  log.mark(step?.seq, place.at === undefined);
  if (following) revealPresent(before);
}

/** The step itself, or the last one before it. */
const indexOf = (seq: number): number => {
  const index = steps.findLastIndex((step) => step.seq <= seq);
  return index === -1 && steps.length > 0 ? 0 : index;
};

function revealPresent(before: Step | undefined): void {
  const path = shown === undefined ? undefined : focusOf(shown, before);
  const group = path === undefined ? undefined : chart.state(path);
  if (group) viewport.reveal(group);
}

function follow(on: boolean): void {
  following = on;
  button("follow").setAttribute("aria-pressed", String(on));
}

function tellConnection(connected: boolean): void {
  connection.textContent = connected ? "Connected" : "Connection lost, trying again…";
  connection.classList.toggle("lost", !connected);
}

async function offerStately(): Promise<void> {
  const response = await fetch("features").catch(() => undefined);
  const features: { stately?: boolean } = response?.ok ? await response.json() : {};
  byId("stately-link", HTMLAnchorElement).hidden = features.stately !== true;
}
