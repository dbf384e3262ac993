/** Finds calls by what was taken down and said. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Role } from "#src/api/answers.ts";
import type { Tables } from "#src/api/database/tables.ts";

/** A number that is shorter would be found in too many. */
const fewestDigits = 3;

/** A viewer finds by nothing that they do not see: what is found would tell them. */
export function foundIn(
  build: ExpressionBuilder<Tables, "run">,
  words: string,
  role: Role,
): Expression<SqlBool> {
  const pattern = `%${escaped(words)}%`;
  const said = build.exists(
    build
      .selectFrom("runEvent")
      .select("runEvent.id")
      .whereRef("runEvent.runId", "=", "run.id")
      .where("runEvent.text", "ilike", pattern),
  );
  const seenByAll = [build("run.stage", "ilike", pattern), said];
  if (role === "viewer") return build.or(seenByAll);
  const digits = digitsIn(words);
  return build.or([
    ...seenByAll,
    build("run.sessionId", "ilike", pattern),
    build("run.callSid", "ilike", pattern),
    sql<boolean>`exists (select from jsonb_each_text(run.facts) as fact where fact.value ilike ${pattern})`,
    ...(isNumber(words)
      ? [
          build("run.callerNumber", "like", `%${digits}%`),
          sql<boolean>`exists (select from jsonb_each_text(run.facts) as fact where fact.value like ${`%${digits}%`})`,
        ]
      : []),
  ]);
}

/** Somebody may be looked for by it. */
export function isNumber(words: string): boolean {
  const digits = digitsIn(words);
  return digits.length >= fewestDigits && /^\d+$/.test(digits);
}

const digitsIn = (words: string): string => words.replaceAll(/[\s().+-]/g, "");

/** `%` and `_` mean themselves. */
const escaped = (words: string): string => words.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
