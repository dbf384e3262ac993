/** The chart's other invoked actors: a fixed phrase, a tool, a human being called. */
import { fromCallback, fromPromise } from "xstate";
import type { CallEvent, PhraseName, ToolCall } from "#machines/call/types.ts";
import { guarded, liveCall, reporting } from "./live-call.ts";
import { beginUtterance } from "./utterance.ts";

export const phrase = fromCallback<CallEvent, { callId: string; phrase: PhraseName }>(
  ({ input, sendBack }) => {
    const call = liveCall(input.callId);
    let stopped = false;
    const utterance = beginUtterance(
      call,
      (event) => {
        if (!stopped) sendBack(event);
      },
      "phrase",
    );
    utterance.phrase(input.phrase);
    utterance.end();
    utterance.release();
    return () => {
      stopped = true;
      guarded(call, "drop", () => utterance.drop());
    };
  },
);

export const tool = fromCallback<CallEvent, { callId: string; call: ToolCall }>(({ input, sendBack }) => {
  const call = liveCall(input.callId);
  const stopped = new AbortController();
  const send = reporting(call, sendBack, stopped.signal);
  queueMicrotask(() => {
    call.ports.dialogue
      .runTool(input.call, call.situation(), stopped.signal)
      .then((outcome) => {
        if (stopped.signal.aborted) return;
        call.conversation.toolRan(input.call, outcome.result);
        call.toolOutcomes.push(outcome);
        call.log({ kind: "tool", name: input.call.name, followUp: outcome.followUp });
        for (const event of outcome.events) send(event);
        send({ type: "tool.finished" });
      })
      .catch((error: unknown) => {
        if (stopped.signal.aborted) return;
        const reason = error instanceof Error ? error.name : typeof error;
        call.conversation.toolRan(input.call, "The tool failed; go on without it.");
        call.toolOutcomes.push({ result: "", events: [], followUp: true });
        call.log({ kind: "problem", reason: `tool ${input.call.name}: ${reason}` });
        send({ type: "tool.failed", reason });
      });
  });
  return () => stopped.abort();
});

export const human = fromPromise<void, { callId: string; number: string }>(async ({ input, signal }) => {
  await liveCall(input.callId).ports.line.transfer(input.number, signal);
});
