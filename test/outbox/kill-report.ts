/** What was told, against what arrived. */
import type { RunningCall } from "#src/livekit/running-calls-record.ts";
import type { WebhookEvent } from "#src/outbox/contract.ts";
import type { KillReceiver } from "./kill-receiver.ts";

export interface KillReport {
  seed: number;
  calls: number;
  deaths: Readonly<Record<string, number>>;
  /** Events that the queue had taken, as the processes said before they died. */
  acknowledged: number;
  /** Different ids. */
  arrived: number;
  /** Arrived without a word of the process that told it: its last one, which it did not live to acknowledge. */
  unacknowledged: number;
  requests: number;
  /** Calls that were killed before the queue had taken anything of them, although they had told it: see docs/outbox.md. */
  onlyInMemory: number;
  /** Calls that had ended before their process died, and calls that a later process ended. */
  endedByThemselves: number;
  endedLater: number;
  seconds: number;
  /** One line each; none is right. */
  wrong: string[];
}

interface Findings {
  seed: number;
  calls: number;
  deaths: Readonly<Record<string, number>>;
  acknowledged: readonly string[];
  /** Records of the calls whose process had died. */
  left: readonly RunningCall[];
  receiver: KillReceiver;
  seconds: number;
}

export function report({ acknowledged, left, receiver, ...rest }: Findings): KillReport {
  const events = [...receiver.kept.values()];
  const keys = events.map(keyOf);
  const arrived = new Set(keys);
  const records = new Map(left.map((record) => [record.room, record]));
  const ends = events.filter((event) => event.event_type === "call_ended");
  const byThemselves = ends.filter(({ data }) => data.duration_seconds === ownDuration);
  const perRoom = Map.groupBy(events, ({ session_id }) => session_id);
  const heardOf = new Set(acknowledged.map((key) => key.split(" ")[0]));
  // Nothing of these calls was taken: another process was at the file, and then theirs was killed. Their record says otherwise.
  const onlyInMemory = [...perRoom].filter(
    ([room, [first]]) => first?.event_type === "call_ended" && !heardOf.has(room),
  );
  for (const [room] of onlyInMemory) perRoom.delete(room);
  const wrong = [
    ...receiver.changed.map((id) => `${id} came with other bytes`),
    ...acknowledged.filter((key) => !arrived.has(key)).map((key) => `${key} is missing`),
    ...keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `${key} has two ids`),
    ...[...perRoom].flatMap(([room, those]) => wrongIn(room, those, records.get(room))),
  ];
  return {
    ...rest,
    acknowledged: acknowledged.length,
    arrived: events.length,
    unacknowledged: events.length - (ends.length - byThemselves.length) - acknowledged.length,
    requests: receiver.requests(),
    onlyInMemory: onlyInMemory.length,
    endedByThemselves: byThemselves.length,
    endedLater: ends.length - byThemselves.length,
    wrong,
  };
}

/** As the processes tell it; the rescue tells how long it really was. */
const ownDuration = 1.5;

function keyOf(event: WebhookEvent): string {
  const key = `${event.session_id} ${event.event_type}`;
  return event.event_type === "utterance" ? `${key} ${event.data.turn_index}` : key;
}

function wrongIn(room: string, events: readonly WebhookEvent[], record: RunningCall | undefined): string[] {
  const inOrder = events.toSorted((a, b) => a.sequence - b.sequence);
  const wrong: string[] = [];
  if (inOrder.some(({ sequence }, index) => sequence !== index)) wrong.push(`${room}: gap or repetition`);
  if (events.some(({ sequence }, index) => sequence !== index)) wrong.push(`${room}: not in order`);
  if (inOrder[0]?.event_type !== "call_initiated") wrong.push(`${room}: does not begin`);
  const last = inOrder.at(-1);
  if (last?.event_type !== "call_ended") return [...wrong, `${room}: does not end`];
  if (last.data.duration_seconds === ownDuration) return wrong;
  if (last.data.total_turns !== record?.turns || last.data.final_stage !== record.stage)
    wrong.push(`${room}: its end is not as recorded`);
  return wrong;
}
