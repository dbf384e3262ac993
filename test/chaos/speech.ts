/** The voice provider's side of the wire: audio as long as the text, and failures as the plan's faults say. */
import { z } from "zod";
import type { FaultNow, Pace } from "./plan.ts";
import type { Request } from "./provider.ts";

const asked = z.object({ input: z.string() });
const bytesPerMs = 48;
const pieceMs = 100;

export interface SpeechSide {
  pace: Pace;
  faults: FaultNow;
  sleep: (ms: number) => Promise<void>;
  /** Whose faults are its own. */
  edge: "voice" | "secondVoice";
}

export const speechSide =
  ({ pace, faults, sleep, edge }: SpeechSide) =>
  async (request: Request): Promise<void> => {
    const fault = faults(edge);
    const ms = Math.max(20, asked.parse(request.body).input.length * pace.letterMs);
    if (fault === "never") return;
    await sleep(pace.firstByteMs);
    if (fault === "status") return request.refuse(500);
    if (fault === "slow") await sleep(4500);
    const body = request.open();
    const heard = { stall: ms / 2, drop: ms / 2, empty: 0 } as Record<string, number>;
    const until = fault === undefined ? ms : (heard[fault] ?? ms);
    for (let sent = 0; sent < until && !body.gone; sent += pieceMs) {
      body.write(new Uint8Array(Math.min(pieceMs, Math.ceil(until - sent)) * bytesPerMs));
      await sleep(10);
    }
    if (fault === "stall") return;
    if (fault === "drop") return body.drop();
    body.end();
  };
