/** Events that a walk sends itself although they are the runtime's to send, because the runtime never does at that place. */
import type { CallEvent } from "#machines/call/types.ts";

export const injected = {
  /**
   * In `responding.interrupted`: the playout is paused in the step that enters it, or the reply is not let go yet, and
   * neither ends. The chart is ready for a playout whose end is told late; ours tells it in the moment itself.
   */
  finishedWhileInterrupted: { type: "playout.finished", at: 0 },
} as const satisfies Record<string, CallEvent>;
