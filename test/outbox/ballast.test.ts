import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { open, queueFile, said } from "./fixtures.ts";
import { createManualClock } from "./manual-clock.ts";

const unused = "http://127.0.0.1:9";

it("room is held in the file and in its log from the beginning, whoever else has the file open", () => {
  const file = queueFile();
  open(file, unused, { ballast: true, clock: createManualClock() });
  open(file, unused, { ballast: true, clock: createManualClock() });
  const database = new DatabaseSync(file);
  const free = database.prepare("PRAGMA freelist_count").get()?.["freelist_count"];
  database.close();
  expect(free).toBeGreaterThanOrEqual(1_200);
  expect(free).toBeLessThan(1_250);
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(1_200 * 4_096);
});

it("a disk that has room takes more than the ballast, from each of several outboxes", () => {
  const file = queueFile();
  const clock = createManualClock();
  const outboxes = [1, 2].map(() => open(file, unused, { ballast: true, clock }));
  const event = said(0);
  const long = { ...event, data: { ...event.data, text: "drip ".repeat(1_400) } } as typeof event;
  const taken = Array.from({ length: 1_500 }, (_, turn) =>
    outboxes[turn % 2]?.forCall({ sessionId: `room-${turn % 2}`, workspaceId: "harbour" }).enqueue(long),
  );
  expect(taken.filter((each) => each !== true)).toEqual([]);
  expect(outboxes.flatMap(({ problems }) => problems)).toEqual([]);
  expect(outboxes[0]?.pending()).toEqual({ waiting: 1_500, dead: 0, inMemory: 0 });
});

it("what was used of it is made up for within a minute", () => {
  const file = queueFile();
  const clock = createManualClock();
  const outbox = open(file, unused, {
    ballast: true,
    clock,
    destination: () => {
      throw new Error("not yet");
    },
  });
  const database = new DatabaseSync(file);
  const free = (): unknown => database.prepare("PRAGMA freelist_count").get()?.["freelist_count"];
  const event = said(0);
  const long = { ...event, data: { ...event.data, text: "drip ".repeat(700) } } as typeof event;
  for (let turn = 0; turn < 800; turn += 1) outbox.call("room-1").enqueue(long);
  expect(free()).toBeLessThan(600);
  clock.advance(60_000);
  expect(free()).toBeGreaterThanOrEqual(1_200);
  database.close();
});
