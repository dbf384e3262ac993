/** The routes about people's data. */
import type { ApiApp, ApiParts } from "#src/api/http/parts.ts";
import { serveErasure } from "./serve-erasure.ts";
import { serveExport } from "./serve-export.ts";
import { serveRecording } from "./serve-recording.ts";

export function servePrivacy(app: ApiApp, { database, now, privacy }: ApiParts): void {
  const { callerKey, recordings } = privacy;
  const parts = { database, now, callerKey, recordings };
  serveErasure(app, parts);
  serveExport(app, parts);
  serveRecording(app, parts);
}
