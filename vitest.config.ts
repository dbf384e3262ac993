import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

const needsRecognizer = "test/**/*.installed.test.ts";
const wholeCalls = "test/calls/*.test.ts";
const withDatabases = "test/api/**/*.test.ts";
const wholeTelephone = "test/e2e/*.e2e.test.ts";
const againstRivals = "test/bench/*.bench.test.ts";
const inBrowser = "test/dashboard/*.e2e.test.ts";
const long = ["at-the-ear", "image", "many-calls"].map((name) => `test/e2e/${name}.e2e.test.ts`);
/** What one of our processes has compiled, the next that a test starts need not. */
const env = { NODE_COMPILE_CACHE: resolve("node_modules/.cache/ema-compiled") };
const shared = { pool: "forks", testTimeout: 20_000, hookTimeout: 60_000, env } as const;
const onTheTelephone = { ...shared, testTimeout: 170_000, hookTimeout: 150_000 };

export default defineConfig({
  test: {
    // Whole calls run in real time: beside each other, and after everything else.
    maxConcurrency: 20,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          name: "parts",
          include: ["test/**/*.test.ts"],
          exclude: [needsRecognizer, wholeCalls, wholeTelephone, inBrowser, withDatabases, againstRivals],
          // To load our modules anew for each file took a third of the time.
          isolate: false,
          setupFiles: "test/clean-process.ts",
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: "api",
          include: [withDatabases],
          // A worker's files share its databases, one after the other.
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: "api-postgres",
          include: [withDatabases],
          globalSetup: "test/api/postgres-server.ts",
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...shared,
          name: "calls",
          include: [wholeCalls],
          exclude: [needsRecognizer],
          globalSetup: "test/calls/speak-phrases.ts",
          testTimeout: 170_000,
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: "recognition",
          include: [needsRecognizer],
          testTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...shared,
          name: "bench",
          include: [againstRivals],
          // Compares two agents in the same moments, with nobody's calls beside them.
          hookTimeout: 300_000,
          sequence: { groupOrder: 5 },
        },
      },
      {
        test: {
          ...onTheTelephone,
          name: "e2e-long",
          include: long,
          // What is measured at a caller's ear, a burst of calls and an image take the whole machine, and minutes: not before each change.
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...onTheTelephone,
          name: "e2e",
          include: [wholeTelephone, inBrowser],
          exclude: long,
          // Each file has a LiveKit, a worker and its processes to itself, and waits more than it works.
          maxWorkers: 2,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
