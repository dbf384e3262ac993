/** The stream client under virtual time. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { silenceMs, type Source, startStream } from "#src/dashboard/live/stream.ts";

class FakeSource implements Source {
  readyState = 1;
  closed = false;
  readonly address: string;
  readonly #listeners = new Map<string, ((event: { data?: unknown; lastEventId?: string }) => void)[]>();

  constructor(address: string) {
    this.address = address;
  }

  addEventListener(type: string, listener: (event: { data?: unknown; lastEventId?: string }) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  tell(type: string, data: unknown = {}, id = ""): void {
    for (const listener of this.#listeners.get(type) ?? [])
      listener({ data: JSON.stringify(data), lastEventId: id });
  }

  close(): void {
    this.closed = true;
  }
}

let sources: FakeSource[];
let heard: unknown[];
let interrupted: (number | undefined)[];
let resumed: number;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  [sources, heard, interrupted, resumed] = [[], [], [], 0];
});
afterEach(() => {
  vi.useRealTimers();
});

const start = () =>
  startStream({
    after: 40,
    address: (after) => `/stream?after=${after}`,
    open: (address) => {
      const source = new FakeSource(address);
      sources.push(source);
      return source;
    },
    onEvent: { run: (run) => heard.push(run) },
    onInterrupted: (since) => interrupted.push(since),
    onResumed: () => resumed++,
    now: () => Date.now(),
  });
const latest = (): FakeSource => sources.at(-1) ?? expect.fail("no stream was opened");

test("begins after what is known, and hears what is told", () => {
  start();
  latest().tell("run", { id: "a" }, "41");
  expect({ address: latest().address, heard, interrupted }).toEqual({
    address: "/stream?after=40",
    heard: [{ id: "a" }],
    interrupted: [],
  });
});

test("a stream that goes quiet is reported with the moment of its last sound, and opened again where it stopped", () => {
  start();
  vi.advanceTimersByTime(2_000);
  latest().tell("run", {}, "57");
  vi.advanceTimersByTime(silenceMs - 1);
  expect(interrupted).toEqual([]);
  vi.advanceTimersByTime(1);
  expect({ interrupted, addresses: sources.map(({ address, closed }) => [address, closed]) }).toEqual({
    interrupted: [1_002_000],
    addresses: [
      ["/stream?after=40", true],
      ["/stream?after=57", false],
    ],
  });
});

test("beats keep it alive", () => {
  start();
  for (let beat = 0; beat < 10; beat++) {
    vi.advanceTimersByTime(10_000);
    latest().tell("beat");
  }
  expect([sources.length, interrupted]).toEqual([1, []]);
});

test("an interruption is over with the first thing that is heard again", () => {
  start();
  vi.advanceTimersByTime(silenceMs);
  latest().tell("ready");
  expect(interrupted).toEqual([1_000_000, undefined]);
});

test("a server that closes the stream and takes the reader back at once interrupts nothing", () => {
  start();
  latest().readyState = 0;
  latest().tell("error");
  vi.advanceTimersByTime(3_000);
  latest().tell("ready");
  vi.advanceTimersByTime(8_000);
  expect([sources.length, interrupted]).toEqual([1, []]);
});

test("a stream that was refused is asked for again, less and less often", () => {
  start();
  const opened: number[] = [];
  for (let again = 0; again < 7; again++) {
    latest().readyState = 2;
    latest().tell("error");
    const before = Date.now();
    const count = sources.length;
    while (sources.length === count) vi.advanceTimersByTime(500);
    opened.push(Date.now() - before);
  }
  expect(opened).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  expect(interrupted).toEqual([1_000_000]);
});

test("says when it is ready again after a break, whoever noticed it, and not when it is ready at first", () => {
  start();
  latest().tell("ready", { position: 40 });
  latest().tell("beat");
  const resumedAfter: number[] = [resumed];
  // The browser takes the connection up again by itself.
  latest().readyState = 0;
  latest().tell("error");
  latest().tell("run");
  resumedAfter.push(resumed);
  latest().tell("ready");
  resumedAfter.push(resumed);
  vi.advanceTimersByTime(silenceMs);
  latest().tell("ready");
  resumedAfter.push(resumed);
  latest().tell("ready");
  resumedAfter.push(resumed);
  expect(resumedAfter).toEqual([0, 0, 1, 2, 2]);
});

test("a stream that was not there at first has a break behind it, too", () => {
  start();
  latest().readyState = 2;
  latest().tell("error");
  vi.advanceTimersByTime(1_000);
  latest().tell("ready");
  expect([sources.length, resumed]).toEqual([2, 1]);
});

test("what an abandoned connection still tells is not heard", () => {
  start();
  const first = latest();
  vi.advanceTimersByTime(silenceMs);
  first.tell("run", { id: "late" }, "90");
  expect([heard, latest().address]).toEqual([[], "/stream?after=40"]);
});

test("waking looks at once when nothing was heard for long, and does nothing when all is well", () => {
  const stream = start();
  latest().tell("beat");
  stream.wake();
  expect(sources.length).toBe(1);
  // A machine that slept: its clock has moved, its timers have not.
  vi.setSystemTime(5_000_000);
  stream.wake();
  expect({ opened: sources.length, interrupted }).toEqual({ opened: 2, interrupted: [1_000_000] });
});

test("once stopped, nothing is opened any more", () => {
  const stream = start();
  stream.stop();
  stream.wake();
  vi.advanceTimersByTime(100_000);
  expect([sources.length, latest().closed, interrupted]).toEqual([1, true, []]);
});
