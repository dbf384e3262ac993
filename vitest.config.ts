import { defineConfig } from "vitest/config";

const needsRecognizer = "test/**/*.installed.test.ts";
const wholeCalls = "test/calls/*.test.ts";
const onTheTelephone = "test/e2e/*.e2e.test.ts";
const shared = { pool: "forks", testTimeout: 20_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    // Whole calls run in real time: beside each other, and after everything else.
    maxConcurrency: 20,
    projects: [
      {
        test: {
          ...shared,
          name: "parts",
          include: ["test/**/*.test.ts"],
          exclude: [needsRecognizer, wholeCalls, onTheTelephone],
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: "calls",
          include: [wholeCalls],
          exclude: [needsRecognizer],
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
          name: "e2e",
          include: [onTheTelephone],
          testTimeout: 170_000,
          hookTimeout: 150_000,
          // Each file has a server, a worker and its processes to itself, and measures what they do.
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
