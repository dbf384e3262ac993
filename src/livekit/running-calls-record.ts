/** What is kept on disk of a call that is going on: enough to close it when the process that runs it has died. */
import { z } from "zod";

export const runningCallSchema = z.object({
  /** LiveKit's id of the job that runs the call. */
  jobId: z.string().min(1),
  pid: z.number().int().positive(),
  /** When that process was started, see `processStart`; null where the system does not tell. */
  processStartedAt: z.string().nullable(),
  room: z.string().min(1),
  /** Empty while the job has not joined the room. */
  agentIdentity: z.string(),
  /** Empty while nobody has come. */
  callerIdentity: z.string(),
  workspaceId: z.string().min(1),
  /** The SIP call id. */
  callSid: z.string().min(1).optional(),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  stage: z.string().min(1),
  /** Turns of both speakers. */
  turns: z.number().int().min(0),
  /** Whom to put the caller through to, in order, E.164. */
  ladder: z.array(z.string().min(1)),
  /** The last of the two webhooks that every call needs: after `ended` only the room is left to be closed. */
  told: z.enum(["nothing", "initiated", "ended"]),
});

export type RunningCall = z.infer<typeof runningCallSchema>;
