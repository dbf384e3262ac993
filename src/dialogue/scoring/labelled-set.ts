/** Utterances with what ought to be heard in them: tab-separated, a header line first, then one utterance a line. */
import { z } from "zod";
import { hazardCategories, type HazardCategory, type Urgency } from "#machines/call/types.ts";

export interface Labelled {
  text: string;
  hazards: readonly HazardCategory[];
  urgency: Urgency;
  /** `noisy`: as a recognizer writes it that got words wrong. */
  speech: "clean" | "noisy";
}

const columns = ["text", "hazards", "urgency", "speech"] as const;

const rowSchema = z.tuple([
  z.string().regex(/\S/, "text must say something"),
  z
    .string()
    .transform((names) => (names === "" ? [] : names.split(",")))
    .pipe(
      z.array(z.enum(hazardCategories, `hazards must be of ${hazardCategories.join(", ")}, with commas`)),
    ),
  z.enum(["lifeSafety", "emergency", "routine"], "urgency must be lifeSafety, emergency or routine"),
  z.enum(["clean", "noisy"], "speech must be clean or noisy"),
]);

/** Throws an `Error` that names the line (from 1) and the field. */
export function parseLabelledSet(content: string): Labelled[] {
  const [header, ...lines] = content.replace(/\r?\n$/, "").split(/\r?\n/);
  if (header !== columns.join("\t"))
    throw new Error(`line 1: the header must be ${columns.join(", ")}, with tabs between`);
  return lines.map((line, index) => {
    const fields = line.split("\t");
    if (fields.length !== columns.length)
      throw new Error(
        `line ${index + 2}: it has ${fields.length} fields; write ${columns.length}, with tabs between`,
      );
    const row = rowSchema.safeParse(fields);
    if (!row.success) throw new Error(`line ${index + 2}: ${row.error.issues[0]?.message ?? "it is wrong"}`);
    const [text, hazards, urgency, speech] = row.data;
    return { text, hazards, urgency, speech };
  });
}
