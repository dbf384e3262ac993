import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contenderNames } from "./contender.ts";
import { readCommand } from "./options.ts";
import { callerNames, profileNames } from "./result.ts";

test("without options, everything is measured", () => {
  expect(readCommand([])).toEqual({
    turns: 12,
    contenders: contenderNames,
    profiles: profileNames,
    callers: callerNames,
    callsAtOnce: 2,
    seed: 1,
    resources: true,
    report: false,
    json: undefined,
  });
});

test("a part of it can be chosen, and is measured in the usual order", () => {
  const args = [
    "--contender",
    "synchronous",
    "--contender",
    "ema",
    "--profile",
    "fast",
    "--caller",
    "sounds",
  ];
  expect(
    readCommand([...args, "--turns", "6", "--calls-at-once", "3", "--seed", "9", "--no-resources"]),
  ).toEqual({
    turns: 6,
    contenders: ["ema", "synchronous"],
    profiles: ["fast"],
    callers: ["sounds"],
    callsAtOnce: 3,
    seed: 9,
    resources: false,
    report: false,
    json: undefined,
  });
});

test.for([
  [["--contender", "emma"], "--contender is 'emma'; it must be one of ema,"],
  [["--profile", "slow"], "--profile is 'slow'; it must be one of seed, measured, fast."],
  [["--caller", "angry"], "--caller is 'angry'; it must be one of short,"],
  [["--turns", "1"], "--turns is '1'; it must be a whole number from 2 to 1000."],
  [["--turns", "6.5"], "--turns is '6.5'; it must be a whole number"],
  [["--calls-at-once", "0"], "--calls-at-once is '0'; it must be a whole number from 1 to 50."],
  [["--seed", "x"], "--seed is 'x'; it must be a whole number from 0 to"],
  [["--turn", "3"], "Unknown option '--turn'"],
] as const)("%j is refused", ([args, message]) => {
  expect(() => readCommand(args)).toThrow(message);
});

test("the command says in a sentence what is wrong with it, then how it is used, and ends with 2", () => {
  const bench = join(import.meta.dirname, "bench.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [bench, "--turns", "none"], {
    encoding: "utf8",
  });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^--turns is 'none'; it must be a whole number from 2 to 1000\.\n\nUsage: npm run bench/,
  );
});
