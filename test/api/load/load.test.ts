import { expect, it } from "vitest";
import { openTestDatabase } from "../databases.ts";
import { runLoad } from "./run-load.ts";

it("loses nothing, stores nothing twice, and shows every event on every dashboard", async () => {
  const opened = await openTestDatabase();
  try {
    const report = await runLoad({
      calls: 40,
      rate: 100,
      seconds: 3,
      dashboards: 6,
      slowReaders: 1,
      workspaces: 2,
      databaseUrl: opened.url,
    });

    expect(report).toMatchObject({
      requests: 306,
      events: 300,
      accepted: 300,
      refused: 0,
      lost: 0,
      surplus: 0,
      unshown: 0,
      problems: 0,
      stored: { events: 300, runs: 40, completed: 40, missing: 0 },
    });
  } finally {
    await opened.close();
  }
}, 60_000);
