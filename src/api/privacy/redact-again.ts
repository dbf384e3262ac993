/** Once a call is over, everything that is known of the caller is taken out of its words, those from before it was known, too. */
import { sql } from "kysely";
import type { Query } from "#src/api/database/database.ts";
import { redactText } from "./redact-text.ts";

/**
 * Masks the stored words of the run, kept ones, too, unless the workspace keeps transcripts. Resolves to how many utterances
 * changed. Masks only grow: doing it twice changes nothing more.
 */
export async function redactAgain(query: Query, runId: string): Promise<number> {
  const run = await query
    .selectFrom("run")
    .innerJoin("workspace", "workspace.id", "run.workspaceId")
    .select(["run.facts", "name", "properties", "vendors", "settings"])
    .where("run.id", "=", runId)
    .executeTakeFirst();
  if (run === undefined || run.settings["keepTranscripts"] === true) return 0;
  const events = await query
    .selectFrom("runEvent")
    .select(["position", "speaker", "stage", "text", "redacted"])
    .where("runId", "=", runId)
    .where("text", "is not", null)
    .execute();
  const changed = events.flatMap(({ position, speaker, stage, text, redacted }) => {
    if (text === null || speaker === null) return [];
    const masked = redactText(text, { speaker, stage: stage ?? "", facts: run.facts, workspace: run });
    return redacted && masked === text ? [] : [{ position, text: masked }];
  });
  if (changed.length === 0) return 0;
  await sql`
    update run_event set text = masked.text, redacted = true
    from jsonb_to_recordset(${JSON.stringify(changed)}::text::jsonb) as masked (position bigint, text text)
    where run_event.position = masked.position and run_event.run_id = ${runId}`.execute(query);
  return changed.length;
}
