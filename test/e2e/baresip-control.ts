/** baresip's control connection (`ctrl_tcp`): commands and events as JSON in netstrings. */
import { connect } from "node:net";
import { once } from "node:events";
import { z } from "zod";
import { now } from "./time.ts";

export interface BaresipEvent {
  at: number;
  /** Such as `CALL_ESTABLISHED`. */
  type: string;
  /** Of the call that it tells of. */
  id: string | undefined;
  peer: string | undefined;
  param: string | undefined;
}

export interface BaresipControl {
  /** Resolves when baresip has taken the command, to what it says; rejects when it refuses. */
  command(name: string, params?: string): Promise<string>;
  /** In order. */
  events(): readonly BaresipEvent[];
  close(): void;
}

const messageSchema = z.union([
  z.object({ response: z.literal(true), ok: z.boolean(), data: z.string(), token: z.string() }),
  z.object({
    event: z.literal(true),
    type: z.string(),
    id: z.string().optional(),
    peeruri: z.string().optional(),
    param: z.string().optional(),
  }),
]);

export async function openBaresipControl(port: number): Promise<BaresipControl> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const events: BaresipEvent[] = [];
  const waiting = new Map<string, PromiseWithResolvers<string>>();
  let received = Buffer.alloc(0);
  let commands = 0;

  const hear = (text: string): void => {
    const message = messageSchema.parse(JSON.parse(text));
    if ("event" in message) {
      const { type, id, peeruri: peer, param } = message;
      events.push({ at: now(), type, id, peer, param });
      return;
    }
    const command = waiting.get(message.token);
    waiting.delete(message.token);
    if (message.ok) command?.resolve(message.data);
    else command?.reject(new Error(`baresip refused a command: ${message.data}`));
  };
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const colon = received.indexOf(":");
      const length = Number(received.subarray(0, Math.max(0, colon)).toString());
      if (colon === -1 || received.length < colon + length + 2) return;
      hear(received.subarray(colon + 1, colon + 1 + length).toString());
      received = received.subarray(colon + length + 2);
    }
  });
  const lost = (): void => {
    for (const { reject } of waiting.values()) reject(new Error("baresip is gone."));
  };
  socket.once("close", lost).on("error", lost);

  return {
    command: (command, params = "") => {
      const token = String(++commands);
      const answer = Promise.withResolvers<string>();
      waiting.set(token, answer);
      const text = JSON.stringify({ command, params, token });
      socket.write(`${Buffer.byteLength(text)}:${text},`);
      return answer.promise;
    },
    events: () => events,
    close: () => socket.destroy(),
  };
}
