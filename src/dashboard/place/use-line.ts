import { useEffect, useRef, useState } from "react";
import { type Line, type LineMode, openLine } from "./line.ts";
import type { PlacedCall } from "./trial-answers.ts";

interface LineState {
  kind: "idle" | "calling" | "open";
  mode: LineMode;
  /** A call was made, and has ended. */
  over: boolean;
  problem?: string;
}

export function useLine(workspaceId: string, onCall: (call: PlacedCall) => void) {
  const [state, setState] = useState<LineState>({ kind: "idle", mode: "type", over: false });
  const line = useRef<Line>(undefined);
  // Another page is another room: the call ends.
  useEffect(() => () => line.current?.hangUp(), []);

  const call = async (mode: LineMode): Promise<void> => {
    setState({ kind: "calling", mode, over: false });
    try {
      line.current = await openLine({
        workspaceId,
        mode,
        onCall(placed) {
          setState({ kind: "open", mode, over: false });
          onCall(placed);
        },
        onProblem: (problem) => setState((known) => ({ ...known, problem })),
        onEnded() {
          line.current = undefined;
          setState((known) => ({ ...known, kind: "idle", over: true }));
        },
      });
    } catch (error) {
      const problem = error instanceof Error ? error.message : "The line could not be opened.";
      setState({ kind: "idle", mode, over: false, problem });
    }
  };
  return {
    state,
    call,
    say: (text: string) => line.current?.send({ type: "say", text }),
    key: (digit: string) => line.current?.send({ type: "key", digit }),
    hangUp: () => line.current?.hangUp(),
  };
}
