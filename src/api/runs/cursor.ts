/** Where a page of runs ends, as the next page is asked for. */
import { z } from "zod";
import { ApiError } from "#src/api/http/api-error.ts";

export interface RunCursor {
  rank: number;
  /** ISO 8601. */
  startedAt: string;
  id: string;
}

const cursorSchema = z.tuple([z.int().min(0).max(2), z.iso.datetime({ precision: 3 }), z.uuid()]);

export const writeCursor = ({ rank, startedAt, id }: RunCursor): string =>
  Buffer.from(JSON.stringify([rank, startedAt, id])).toString("base64url");

/** Throws `ApiError` 400 for what no page gave. */
export function readCursor(text: string): RunCursor {
  try {
    const [rank, startedAt, id] = cursorSchema.parse(
      JSON.parse(Buffer.from(text, "base64url").toString("utf8")),
    );
    return { rank, startedAt, id };
  } catch {
    throw new ApiError(400, "invalid", "before is no page's; send `next` of the page before as it is.");
  }
}
