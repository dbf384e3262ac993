/** An event of the contract as it is stored, whichever generation of agent sent it. */

export interface ReceivedEvent {
  /** Unique within a workspace, and the same on every retry. */
  id: string;
  workspaceId: string;
  sessionId: string;
  callSid: string | null;
  /** Null from a sender that knows only the original contract. */
  sequence: number | null;
  /** As the contract has it: in snake case. */
  type: string;
  /** On the sender's clock. */
  happenedAt: Date;
  /** On ours. */
  receivedAt: Date;
  data: Readonly<Record<string, unknown>>;
}

export type Data = ReceivedEvent["data"];

/** A text that is not empty. */
export function textIn(data: Data, name: string): string | undefined {
  const value = data[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberIn(data: Data, name: string): number | undefined {
  const value = data[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function objectIn(data: Data, name: string): Data | undefined {
  const value = data[name];
  return isObject(value) ? value : undefined;
}

export const isObject = (value: unknown): value is Data =>
  typeof value === "object" && value !== null && !Array.isArray(value);
