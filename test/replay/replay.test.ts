import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createMachine } from "xstate";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callMachine } from "#machines/call/machine.ts";
import { keepCallLog } from "#src/call-logs.ts";
import type { CallChart } from "#src/replay/chart-run.ts";
import { readCallLog } from "#src/replay/read-log.ts";
import { replayLog } from "#src/replay/replay-log.ts";
import { pack } from "../dialogue/workspace.ts";
import { newFile, recordedCall, ringing } from "./recorded-call.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const key = Buffer.alloc(32, 7);

/** The present chart with one place of it changed. */
function changed(path: readonly string[], value: unknown): CallChart {
  return createMachine(withChange(callMachine.config, path, value) as never).provide(
    callMachine.implementations as never,
  ) as unknown as CallChart;
}

const withChange = (config: object, [name = "", ...rest]: readonly string[], value: unknown): object => ({
  ...config,
  [name]: rest.length === 0 ? value : withChange(Object(Reflect.get(config, name)), rest, value),
});

const silent = ["states", "live", "states", "turn", "states", "listening", "states", "silent"];

describe("a recorded call", () => {
  it.each(["plain", "redacted", "encrypted"] as const)(
    "goes the same way through the same chart (%s)",
    async (kind) => {
      const { file, problems } = await recordedCall(kind, { key });
      const log = readCallLog(file, key);

      expect(problems).toEqual([]);
      expect(replayLog(log, callMachine)).toBeUndefined();
      expect(log.footer.outcome).toBe("callerHungUp");
      expect(log.steps.map(({ event }) => event.type)).toContain(
        "xstate.after.REPROMPT.call.live.turn.listening.silent",
      );
      expect(statSync(file).mode & 0o777).toBe(0o600);
    },
  );

  it("shows a timer that would fire sooner", async () => {
    const log = readCallLog((await recordedCall("plain")).file);
    const chart = callMachine.provide({ delays: { REPROMPT: 5000 } });

    expect(replayLog(log, chart)?.lines).toEqual([
      "REPROMPT would fire after 5,000 ms; it fired after 7,000 ms",
    ]);
  });

  it("shows a timer that would fire later", async () => {
    const log = readCallLog((await recordedCall("plain")).file);
    const chart = callMachine.provide({ delays: { REPROMPT: 9000 } });

    expect(replayLog(log, chart)?.lines).toEqual([
      "REPROMPT would fire after 9,000 ms; it fired after 7,000 ms",
    ]);
  });

  it("shows a transition that is gone", async () => {
    const log = readCallLog((await recordedCall("plain")).file);
    const chart = changed([...silent, "on", "vad.speechStarted"], []);
    const difference = replayLog(log, chart);

    expect(difference?.event).toMatch(/^vad\.speechStarted /);
    expect(difference?.lines).toEqual([
      "- state live.turn.listening.hearing.voiced",
      "+ state live.turn.listening.silent",
    ]);
  });

  it("shows a transition that leads elsewhere, and the timer that no longer runs", async () => {
    const log = readCallLog((await recordedCall("plain")).file);
    const elsewhere = changed([...silent, "on", "vad.speechStarted"], { target: "#recovering" });

    expect(replayLog(log, elsewhere)?.lines).toEqual([
      "- state live.turn.listening.hearing.voiced",
      "+ state live.turn.recovering",
      '+ effect invoke phrase {"phrase":"apology"}',
    ]);
    const without = changed([...silent, "after"], {});
    expect(replayLog(log, without)?.lines).toEqual(["GOODBYE would not be running; it fired after 5,000 ms"]);
  });

  it("shows an action that is gone", async () => {
    const log = readCallLog((await recordedCall("plain")).file);

    expect(replayLog(log, changed(["states", "live", "entry"], ["startHearing"]))?.lines).toEqual([
      "- effect sendCallInitiated",
    ]);
  });

  it("shows hazards that other rules would hear, and those that they would not", async () => {
    const log = readCallLog((await recordedCall("plain", { said: "I smell gas." })).file);

    expect(
      replayLog(log, callMachine, (text) => (text.includes("smell gas") ? ["gas"] : [])),
    ).toBeUndefined();
    expect(replayLog(log, callMachine, () => ["fire"])?.lines).toEqual([
      "- hazard.heard gas",
      "+ hazard.heard fire",
      '  in "I smell gas."',
    ]);
  });
});

describe("a log's file", () => {
  it("bears no name, number or address when it is redacted, and nothing readable when it is encrypted", async () => {
    const redacted = readFileSync((await recordedCall("redacted")).file, "utf8").toLowerCase();
    const encrypted = readFileSync((await recordedCall("encrypted", { key })).file, "utf8").toLowerCase();

    for (const secret of ["gwendolyn", "farquhar", "wisteria", "718", "9913"])
      expect(redacted).not.toContain(secret);
    // Three digits in a row come about in base64 by chance.
    for (const secret of ["gwendolyn", "farquhar", "wisteria", "5550142"])
      expect(encrypted).not.toContain(secret);
    expect(encrypted).not.toContain("stt.final");
  });

  it("is refused in a sentence when it is foreign, cut off, changed, or locked", async () => {
    const plain = (await recordedCall("plain")).file;
    const lines = readFileSync(plain, "utf8").trimEnd().split("\n");
    const locked = (await recordedCall("encrypted", { key })).file;
    const lockedLines = readFileSync(locked, "utf8").trimEnd().split("\n");
    const refusal = (content: readonly string[], withKey?: Buffer): string => {
      const file = newFile();
      writeFileSync(file, content.join("\n"));
      try {
        readCallLog(file, withKey);
        return "accepted";
      } catch (error) {
        return String(error).replace(file, "FILE");
      }
    };
    const swapped = [...lockedLines];
    [swapped[2], swapped[3]] = [swapped[3] ?? "", swapped[2] ?? ""];

    expect(refusal(["hello"])).toMatch(/FILE: line 1 is no header of a call log of format 1; give a file/);
    expect(refusal(lines.slice(0, -1))).toMatch(/FILE: it ends early, after \d+ steps; /);
    expect(refusal(lines.toSpliced(2, 1))).toMatch(/FILE: it ends early/);
    expect(refusal(lines.with(2, "{"))).toMatch(/FILE: line 3 is no JSON; /);
    expect(refusal(lockedLines)).toMatch(/FILE: it is encrypted; set EMA_CALL_LOG_KEY/);
    expect(refusal(lockedLines, Buffer.alloc(32, 8))).toMatch(/FILE: line 2 does not open with this key/);
    expect(refusal(swapped, key)).toMatch(/FILE: line 3 does not open with this key/);
    expect(refusal(lockedLines.slice(0, -1), key)).toMatch(/FILE: it ends early/);
  });

  it("that cannot be written is one problem, and the call goes on", async () => {
    const { file } = await recordedCall("plain");
    const { problems } = await recordedCall("plain", { file: join(file, "folder", "call.jsonl") });

    expect(problems).toEqual(["call log: ENOTDIR; the call goes on without it"]);
  });
});

it("nothing is attached where the workspace did not opt in", async () => {
  const { handle } = ringing();
  const inspect = vi.spyOn(handle.actor.system, "inspect");

  await keepCallLog(handle, pack, {
    folder: "/nowhere",
    key: undefined,
    appVersion: "a",
    now: () => 0,
    onProblem: () => {},
  });
  expect(inspect).not.toHaveBeenCalled();
  handle.send({ type: "call.hungUp", by: "caller" });
  await handle.ended;
});
