/** `WebSocket /api/trial/line`: a call whose tenant is the person at the browser. */
import type { WebSocket } from "ws";
import { type LineMode, type TrialAgent, type TrialLine, TrialRefusal } from "./agent.ts";
import { type LineFrame, longestText, tenantFrameIn } from "./frames.ts";
import { frameBytes } from "./microphone.ts";

export interface Talking {
  agent: TrialAgent;
  sessionId: string;
  workspaceId: string;
  mode: LineMode;
  /** The run's id once the API has heard of the call; null when it does not in time. */
  findRun: () => Promise<string | null>;
}

/** WebSocket close codes: 1000 is a call that is over, 1013 asks to try again later. */
const codes = { over: 1000, refused: 1013 } as const;
/** A browser that leaves so much sound unread has stopped listening. */
const unreadLimit = 512 * 1024;
/** What is wrong is said so often, then the line is closed: a person does not type that fast. */
const problemLimit = 50;

/** Closing the socket hangs up. */
export async function serveLine(socket: WebSocket, talking: Talking): Promise<void> {
  const { agent, findRun, ...asked } = talking;
  const { sessionId, workspaceId, mode } = asked;
  let problems = 0;
  const tell = (frame: LineFrame): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
  };
  const complain = (message: string): void => {
    tell({ type: "problem", message });
    problems += 1;
    if (problems >= problemLimit) socket.close(1008);
  };

  let line: TrialLine | undefined;
  const gone = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => socket.terminate());
  socket.on("message", (data, isBinary) => {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
    if (line === undefined) complain("The line is not open yet: wait for the call.");
    else if (!isBinary) obey(line, bytes.toString(), complain);
    else if (mode !== "talk") complain("This call is typed: it takes no sound.");
    else if (bytes.length !== frameBytes)
      complain(`Sound comes in frames of ${frameBytes} bytes: 20 ms of 16-bit mono at 16 kHz.`);
    else line.audio(bytes);
  });
  try {
    line = await agent.open(asked, {
      audio(frame) {
        if (socket.bufferedAmount > unreadLimit) socket.terminate();
        else if (socket.readyState === socket.OPEN) socket.send(frame, { binary: true });
      },
      problem: complain,
      ended(outcome) {
        tell({ type: "ended", outcome });
        socket.close(codes.over);
      },
    });
  } catch (error) {
    if (!(error instanceof TrialRefusal)) throw error;
    tell({ type: "problem", message: error.message });
    socket.close(codes.refused);
    return;
  }
  void gone.then(() => line?.hangUp());
  tell({ type: "call", sessionId, workspaceId, runId: await findRun() });
}

function obey(line: TrialLine, text: string, complain: (message: string) => void): void {
  const frame = tenantFrameIn(text);
  switch (frame?.type) {
    case "say":
      return line.say(frame.text);
    case "key":
      return line.key(frame.digit);
    case "hangUp":
      return line.hangUp();
    case undefined:
      complain(
        `This is no message of the line: send say with a text of at most ${longestText} characters, key with a digit, or hangUp.`,
      );
  }
}
