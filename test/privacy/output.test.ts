import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { gateCloses, marks, marksIn } from "./words.ts";

const leaking = fileURLToPath(new URL("leaky-process.ts", import.meta.url));
const crashing = fileURLToPath(new URL("crashing-process.ts", import.meta.url));

function run(file: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    encoding: "utf8",
    timeout: 20_000,
  });
  return { status, stdout, stderr };
}

const entriesIn = (text: string) =>
  text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Record<string, unknown>]));

it("whatever packages log at the finest level, no word of a caller passes the gate", () => {
  const { status, stdout, stderr } = run(leaking);
  const [open = "", quiet = ""] = stdout.split(`${gateCloses}\n`);
  const entries = entriesIn(quiet);
  const messages = entries.map(({ msg }) => msg);

  expect(marksIn(open)).toEqual(marks);
  expect(open).toMatch(/failed to connect to Deepgram, .*Gwendolyn/);
  expect(stderr).toContain("Gwendolyn");
  expect(marksIn(quiet)).toEqual([]);
  // Of standard error, what `console` wrote before the gate was there.
  expect(stderr.split("Gwendolyn").length).toBe(2);
  expect(status).toBe(0);
  expect(entries).toContainEqual(
    expect.objectContaining({
      workspace: "maple-court",
      outcome: "dispatched",
      seconds: 95,
      msg: "call ended",
    }),
  );
  expect(entries).toContainEqual(
    expect.objectContaining({ reason: "transfer to [number] not made", msg: "problem" }),
  );
  expect(messages).toEqual(
    expect.arrayContaining([
      "received unexpected message from Deepgram",
      "failed to connect to Deepgram, retrying in 0 seconds",
      "console.warn is not shown",
      "a line that is no log entry is not shown",
    ]),
  );
});

it("a crash without the gate tells all", () => {
  const { stderr } = run(crashing, "open", "exception");

  expect(marksIn(stderr)).toEqual(marks);
});

it.each(["exception", "rejection", "top level"])(
  "a crash by %s tells what broke and where, and no word",
  (ending) => {
    const { status, stdout, stderr } = run(crashing, "quiet", ending);
    const [crash] = entriesIn(stderr);

    expect([status, stdout, marksIn(stderr)]).toEqual([1, "", []]);
    expect(crash).toMatchObject({
      level: 50,
      msg: "crashed",
      error: { type: "TypeError", cause: { type: "AggregateError" } },
    });
    expect(stderr).toContain("crashing-process.ts:9:17");
  },
);
