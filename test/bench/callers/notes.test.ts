import { expect, test } from "vitest";
import { type AnsweredStage, knows } from "#machines/call/guards.ts";
import { loadCheckedPacks } from "#src/checked-packs.ts";
import { record } from "#src/dialogue/tools/record-details.ts";
import { recordDetails } from "#src/dialogue/tools/schemas.ts";
import { notesBy } from "./notes.ts";

const order: AnsweredStage[] = ["safetyCheck", "problem", "severity", "location", "contact"];

/** The first question that is open when the notes have been taken. */
function openAfter(notes: NonNullable<(typeof notesBy)["stories"]>): AnsweredStage | undefined {
  const [pack] = loadCheckedPacks("prompts");
  if (pack === undefined) throw new Error("There is no pack.");
  const situation = { stage: "safetyCheck", facts: {}, expects: "yesNo", tools: [], hazards: [] } as const;
  const { events, followUp } = record(recordDetails.parse(notes), situation, pack.workspace);
  const [event] = events;
  if (event?.type !== "facts.recorded") throw new Error("Nothing was recorded.");
  // A second request would be a turn's business.
  expect(followUp).toBe(false);
  const context = { facts: event.facts, hazards: [] };
  return order.find((stage) => !knows({ context, event } as never, { stage }));
}

test("stories are told where the chart asks what is wrong, numbers where it asks for one", () => {
  expect(openAfter(notesBy.stories ?? {})).toBe("problem");
  expect(openAfter(notesBy.hesitations ?? {})).toBe("contact");
});

test("short answers are given where it asks for yes or no", () => {
  expect([notesBy.short, notesBy.sounds, notesBy["barge-ins"]]).toEqual([undefined, undefined, undefined]);
});
