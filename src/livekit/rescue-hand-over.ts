/** No agent comes for a caller any more: a human has to. */
import type { Clock } from "./rescue-clock.ts";
import {
  isAway,
  isNotFound,
  isTelephone,
  reasonOf,
  type RoomParticipant,
  type RoomService,
  type TransferService,
} from "./room-service.ts";
import type { RunningCall } from "./running-calls-record.ts";
import { sleep } from "./rescue-waiting.ts";

export interface HandOverPorts {
  rooms: RoomService;
  sip: TransferService;
  clock: Clock;
  onProblem: (reason: string) => void;
}

/** On the caller while they are being put through: no patrol, on whatever machine, sends an agent into it. */
export const handOverAttribute = "ema.handOver";

const ringingSeconds = 25;
/** A patrol that sees one of the attribute's values for longer than this takes it for a leftover. */
export const longestRungMs = 60_000;
const tries = 3;
const retryMs = 1_000;

/**
 * Rings the ladder's numbers one after the other; the caller hears that it rings. `nobody`: there is no ladder, or no
 * telephone, or no number answered.
 */
export async function handOver(
  { jobId, room, ladder }: RunningCall,
  caller: RoomParticipant,
  ports: HandOverPorts,
  signal: AbortSignal,
): Promise<"answered" | "nobody" | "callerLeft"> {
  if (!isTelephone(caller)) return "nobody";
  const { rooms, sip, clock, onProblem } = ports;
  for (const [index, number] of ladder.entries()) {
    const rung = `number ${index + 1} of the ladder`;
    const attributes = { [handOverAttribute]: `${jobId}/${index}` };
    await rooms.updateParticipant(room, caller.identity, { attributes }).catch((error: unknown) => {
      if (!isNotFound(error)) onProblem(`${jobId}: the caller cannot be marked, ${reasonOf(error)}`);
    });
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      signal.throwIfAborted();
      try {
        await sip.transferSipParticipant(room, caller.identity, `tel:${number}`, {
          playDialtone: true,
          ringingTimeout: ringingSeconds,
          timeout: ringingSeconds + 3,
        });
        return "answered";
      } catch (error) {
        if (isNotFound(error)) return "callerLeft";
        onProblem(`${jobId}: ${rung} was not reached, ${reasonOf(error)}`);
        if (!isAway(error)) break;
        await sleep(clock, retryMs, signal);
      }
    }
  }
  return "nobody";
}
