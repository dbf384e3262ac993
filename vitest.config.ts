import { defineConfig } from "vitest/config";

const needsRecognizer = "test/**/*.installed.test.ts";
const wholeCalls = "test/calls/*.test.ts";
const shared = { pool: "forks", testTimeout: 20_000 } as const;

export default defineConfig({
  test: {
    // Whole calls run in real time: they get the machine to themselves, after everything else.
    projects: [
      {
        test: {
          ...shared,
          name: "parts",
          include: ["test/**/*.test.ts"],
          exclude: [needsRecognizer, wholeCalls],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: "calls",
          include: [wholeCalls],
          testTimeout: 170_000,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...shared, name: "recognition", include: [needsRecognizer], testTimeout: 60_000 } },
    ],
  },
});
