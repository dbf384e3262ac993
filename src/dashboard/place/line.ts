/** The tenant's end of a call: a WebSocket, EMA's voice from it, and the microphone into it. */
import { openMicrophone } from "./microphone.ts";
import { startPlayback } from "./playback.ts";
import type { LineMessage, PlacedCall } from "./trial-answers.ts";

export type LineMode = "type" | "talk";

export interface LineParts {
  workspaceId: string;
  mode: LineMode;
  onCall: (call: PlacedCall) => void;
  onProblem: (message: string) => void;
  onEnded: () => void;
}

export interface Line {
  send(message: { type: "say"; text: string } | { type: "key"; digit: string }): void;
  hangUp(): void;
}

/** To be called from a click, without which browsers let nothing sound. Throws when the microphone is refused. */
export async function openLine(parts: LineParts): Promise<Line> {
  const { workspaceId, mode, onCall, onProblem, onEnded } = parts;
  const playback = startPlayback();
  let closeMicrophone = (): void => {};
  let send = (_frame: ArrayBuffer): void => {};
  if (mode === "talk")
    closeMicrophone = await openMicrophone((frame) => send(frame)).catch((error: unknown) => {
      playback.stop();
      throw error;
    });

  const query = new URLSearchParams({ workspace: workspaceId, mode });
  const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/trial/line?${query}`);
  socket.binaryType = "arraybuffer";
  let opened = false;
  socket.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data !== "string") return playback.play(data);
    const message = JSON.parse(data) as LineMessage;
    if (message.type === "problem") onProblem(message.message);
    if (message.type !== "call") return;
    opened = true;
    send = (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    };
    onCall(message);
  });
  socket.addEventListener("close", () => {
    closeMicrophone();
    playback.finish();
    if (!opened) onProblem("The call did not come about. Wait a moment, then call again.");
    onEnded();
  });
  const tell = (message: unknown): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  return {
    send: tell,
    hangUp() {
      tell({ type: "hangUp" });
      playback.stop();
      socket.close();
    },
  };
}
