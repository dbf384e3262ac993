/** What became of each transfer, and who was put through. */
import { SipFailure, TwirpError } from "./sip-failure.ts";
import { now } from "./time.ts";
import type { CarryOut, Transfer } from "./transfer-endpoint.ts";

export interface TransferRecord extends Transfer {
  at: number;
  /** Absent as long as it is under way. */
  outcome?: Outcome;
}

type Outcome = { at: number; answered: true } | { at: number; answered: false; sipStatus?: number };

export interface TransferLog {
  records: readonly TransferRecord[];
  /** Carries out and keeps record; refuses a second one of a call as long as the first is under way. */
  recorded(carryOut: CarryOut): CarryOut;
  /** Resolves when the caller in that room was put through; may never. */
  putThrough(room: string): Promise<void>;
}

export function createTransferLog(): TransferLog {
  const records: TransferRecord[] = [];
  const waiting: { room: string; resolve: () => void }[] = [];

  const underWay = (id: string): boolean =>
    records.some(({ callId, outcome }) => callId === id && outcome === undefined);

  const carry = async (carryOut: CarryOut, record: TransferRecord, signal: AbortSignal): Promise<void> => {
    signal.addEventListener("abort", () => {
      record.outcome ??= { at: now(), answered: false };
    });
    try {
      await carryOut(record, signal);
    } catch (error) {
      const status = error instanceof SipFailure ? { sipStatus: error.code } : {};
      record.outcome ??= { at: now(), answered: false, ...status };
      throw error;
    }
    record.outcome ??= { at: now(), answered: true };
    for (const { room, resolve } of waiting) if (room === record.room) resolve();
  };

  return {
    records,
    recorded: (carryOut) => async (transfer, signal) => {
      if (underWay(transfer.callId))
        throw new TwirpError("invalid_argument", "call already being transferred elsewhere");
      const record = { ...transfer, at: now() };
      records.push(record);
      await carry(carryOut, record, signal);
    },
    putThrough: (room) => new Promise((resolve) => waiting.push({ room, resolve })),
  };
}
