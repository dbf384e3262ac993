import type { NewCall } from "#src/livekit/running-calls.ts";

export function newCall(more: Partial<NewCall> = {}): NewCall {
  return {
    jobId: "AJ_1",
    room: "call-harbour",
    agentIdentity: "agent-AJ_1",
    callerIdentity: "sip_caller",
    workspaceId: "harbour",
    callSid: "SCL_9",
    startedAt: "2026-03-01T03:00:00.000Z",
    stage: "problem",
    turns: 4,
    ladder: ["+15555550142", "+15555550143"],
    told: "initiated",
    ...more,
  };
}
