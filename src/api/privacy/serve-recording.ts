/** `GET /api/runs/:id/recording`: a call's sound, decrypted as it is sent, for operators. */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { audited } from "#src/api/access/audit.ts";
import { allowed, signedIn } from "#src/api/access/viewer.ts";
import { type Database, inWorkspaces } from "#src/api/database/database.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { RecordingError } from "#src/recording/recording-error.ts";
import type { Recordings, Sound } from "./recordings.ts";

export function serveRecording(
  app: ApiApp,
  { database, recordings }: { database: Database; recordings: Recordings | undefined },
): void {
  app.get(
    "/api/runs/:id/recording",
    { schema: { params: z.object({ id: z.uuid() }) } },
    async (request, reply) => {
      const { id } = request.params;
      const run = await inWorkspaces(database, [...signedIn(request).roles.keys()], (query) =>
        query.selectFrom("run").select(["workspaceId", "sessionId"]).where("id", "=", id).executeTakeFirst(),
      );
      if (run === undefined)
        throw new ApiError(404, "notFound", "There is no such call, or it is not yours.");
      allowed(request, run.workspaceId, "operator");
      const sound = opened(() => recordings?.open(run));
      const range = rangeOf(request, sound.bytes);
      if (range === undefined) return unsatisfiable(reply, sound);
      await audited(request, { action: "recordingHeard", workspaceId: run.workspaceId, runId: id });
      return send(reply, sound, range);
    },
  );
}

interface Range {
  from: number;
  /** The first byte that is not sent. */
  to: number;
  whole: boolean;
}

function opened(open: () => Sound | undefined): Sound {
  try {
    const sound = open();
    if (sound !== undefined) return sound;
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    throw new ApiError(
      404,
      "noKey",
      "There is a recording, but the key that opens it is missing here; add it to EMA_RECORDING_KEYS.",
    );
  }
  throw new ApiError(
    404,
    "noRecording",
    "This machine has no recording of the call; if there is one, it lies on the machine that took the call.",
  );
}

/** One range, as players ask for; anything else is answered whole. Undefined: it begins behind the end. */
function rangeOf({ headers }: FastifyRequest, bytes: number): Range | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? "") ?? [];
  if (first === undefined || last === undefined || first + last === "")
    return { from: 0, to: bytes, whole: true };
  if (first === "") return { from: Math.max(bytes - Number(last), 0), to: bytes, whole: false };
  const to = last === "" ? bytes : Math.min(Number(last) + 1, bytes);
  return Number(first) < to ? { from: Number(first), to, whole: false } : undefined;
}

const unsatisfiable = (reply: FastifyReply, { bytes }: Sound): FastifyReply =>
  reply
    .status(416)
    .header("content-range", `bytes */${bytes}`)
    .send({ success: false, error: { code: "range", message: "Range begins behind the end; send less." } });

function send(reply: FastifyReply, sound: Sound, { from, to, whole }: Range): FastifyReply {
  if (!whole) reply.status(206).header("content-range", `bytes ${from}-${to - 1}/${sound.bytes}`);
  return reply
    .header("accept-ranges", "bytes")
    .header("cache-control", "private, no-store")
    .header("content-length", to - from)
    .type("audio/wav")
    .send(Readable.from(sound.read(from, to), { objectMode: false }));
}
