import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Run, RunEvent } from "#src/api/answers.ts";
import { createLiveWords, type ObservedWords } from "#src/api/privacy/live-words.ts";

describe("words of running calls", () => {
  let now = 0;
  let words: ObservedWords;

  beforeEach(() => {
    vi.useFakeTimers();
    now = 0;
    words = createLiveWords({ now: () => now, afterEndMs: 1000, longestRun: 20, longestOverall: 30 });
  });
  afterEach(() => {
    words.close();
    vi.useRealTimers();
  });

  const heard = (runId: string, id: string, text: string, status: Run["status"] = "running") =>
    words.observe({
      kind: "run",
      run: { id: runId, status } as Run,
      event: { id, runId, text, speaker: "tenant", redacted: false } as RunEvent,
    });
  const became = (runId: string, status: Run["status"]) =>
    words.observe({ kind: "run", run: { id: runId, status } as Run });

  it("are known as they were said, by call and event", () => {
    heard("run", "one", "it leaks");

    expect(words.said("run", "one")).toBe("it leaks");
    expect(words.said("run", "two")).toBeUndefined();
    expect(words.said("other", "one")).toBeUndefined();
  });

  it("are those of an event as it came, not as it is stored", () => {
    words.observe({
      kind: "run",
      run: { id: "run", status: "running" } as Run,
      event: { id: "one", text: "‹name›", speaker: "tenant", redacted: true } as RunEvent,
    });

    expect(words.said("run", "one")).toBeUndefined();
  });

  it("stay a while after the call's end, and late words do not make it longer", () => {
    heard("run", "one", "it leaks");
    became("run", "completed");
    now = 600;
    heard("run", "two", "bye", "completed");
    expect(words.said("run", "two")).toBe("bye");
    now = 1000;

    expect(words.said("run", "one")).toBeUndefined();
    expect(words.said("run", "two")).toBeUndefined();
  });

  it("go at once when the call is lost, or erased", () => {
    heard("lost", "one", "it leaks");
    became("lost", "lost");
    heard("erased", "one", "it leaks");
    words.observe({ kind: "erased", workspaceId: "maple-court", runId: "erased" });

    expect(words.said("lost", "one")).toBeUndefined();
    expect(words.said("erased", "one")).toBeUndefined();
  });

  it("take no more memory than they may, in a call and together", () => {
    heard("run", "one", "a".repeat(12));
    heard("run", "two", "b".repeat(12));
    expect([words.said("run", "one"), words.said("run", "two")]).toEqual([undefined, "b".repeat(12)]);

    heard("second", "one", "c".repeat(12));
    heard("third", "one", "d".repeat(12));
    expect([words.said("run", "two"), words.said("second", "one"), words.said("third", "one")]).toEqual([
      undefined,
      "c".repeat(12),
      "d".repeat(12),
    ]);
  });
});
