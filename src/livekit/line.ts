/** The caller's telephone: put through to another number by SIP REFER, or hung up by closing the room. */
import type { SipClient } from "livekit-server-sdk";
import type { Line } from "#src/call/ports.ts";
import type { Caller } from "./caller.ts";

export interface LineOptions {
  sip: Pick<SipClient, "transferSipParticipant">;
  room: string;
  caller: Caller;
  startRecording: () => void;
  onProblem: (reason: string) => void;
}

/** Seconds that a human's telephone rings; the chart's own deadline is a little longer. */
const ringingSeconds = 25;

export function createLine({ sip, room, caller, startRecording, onProblem }: LineOptions): Line {
  return {
    async transfer(number, signal) {
      if (!caller.telephone || number === "") throw new Error("Only a telephone is put through to a number.");
      const calledOff = new Promise<never>((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("The transfer was called off.")), {
          once: true,
        });
      });
      const transferred = sip.transferSipParticipant(room, caller.identity, `tel:${number}`, {
        playDialtone: true,
        ringingTimeout: ringingSeconds,
        timeout: ringingSeconds + 3,
      });
      transferred.catch((error: unknown) => {
        onProblem(`transfer not made, ${error instanceof Error ? error.name : typeof error}`);
      });
      await Promise.race([transferred, calledOff]);
    },
    // Ending the call closes the room, once the goodbye was played.
    hangUp: () => {},
    startRecording,
  };
}
