/** The door through which a process's calls can be watched: a Unix socket that costs nothing while nobody comes. */
import { createServer, type Socket } from "node:net";
import type { CallHandle } from "#src/call/handle.ts";
import { readLines } from "./lines.ts";
import type { WatchedCall, WatchRequest } from "./message.ts";
import { sessionHash } from "./session-hash.ts";
import { placeSocket, type SocketFile } from "./socket-file.ts";
import { CallStream } from "./stream.ts";

/** A watcher who leaves so much unread is dropped. */
const unreadLimit = 1024 * 1024;
/** Calls that have ended stay in the list, so many of them. */
const endedLimit = 10;

export interface WatchDoor {
  /** `of`: as its webhooks name it, so that the API can ask for it. */
  add(
    handle: Pick<CallHandle, "id" | "actor" | "ended">,
    of?: { workspaceId: string; sessionId: string },
  ): void;
  close(): void;
}

export interface DoorOptions {
  /** Only this user may enter it. */
  folder: string;
  onProblem: (reason: string) => void;
  /** Caller and providers are simulated. */
  synthetic: boolean;
}

/** Opens at once and never throws; the process may end while it is open. Whoever watches cannot hurt a call. */
export function openWatchDoor({ folder, onProblem, synthetic }: DoorOptions): WatchDoor {
  const calls = new Map<string, { told: WatchedCall; stream: CallStream }>();
  const sockets = new Set<Socket>();
  const listeners = new Set<Socket>();
  let file: SocketFile | undefined;

  const list = (): string => `${JSON.stringify([...calls.values()].map(({ told }) => told))}\n`;
  const changed = (): void => {
    if (listeners.size === 0) return;
    const line = list();
    for (const socket of listeners) write(socket, line);
  };

  const serve = (socket: Socket, request: unknown): void => {
    if (!isRequest(request)) return void socket.destroy();
    if ("calls" in request) {
      listeners.add(socket);
      return write(socket, list());
    }
    const call = calls.get(request.watch);
    if (call === undefined) return void socket.end();
    socket.once(
      "close",
      call.stream.join((lines) => write(socket, lines)),
    );
  };

  const server = createServer((socket) => {
    socket.unref();
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      listeners.delete(socket);
    });
    let asked = false;
    readLines(socket, (request) => {
      if (asked) return;
      asked = true;
      serve(socket, request);
    });
  });
  server.unref();
  server.on("error", ({ name, message }) => onProblem(`nobody can watch calls: ${name} ${message}`));
  try {
    file = placeSocket(folder);
    server.listen(file.path);
  } catch (error) {
    onProblem(`nobody can watch calls: ${error instanceof Error ? error.message : typeof error}`);
  }

  const forget = (): void => {
    const ended = [...calls.values()].filter(({ told }) => told.ended !== undefined);
    for (const { told } of ended.slice(0, -endedLimit)) calls.delete(told.id);
  };

  return {
    add({ id, actor, ended }, of) {
      const stream = new CallStream(actor, onProblem);
      const told: WatchedCall = {
        id,
        startedAt: new Date().toISOString(),
        synthetic,
        ...(of && { workspaceId: of.workspaceId, session: sessionHash(of.sessionId) }),
      };
      calls.set(id, { told, stream });
      changed();
      const finish = (outcome: string): void => {
        told.ended = { at: new Date().toISOString(), outcome };
        stream.end(outcome);
        forget();
        changed();
      };
      ended.then(finish, () => finish("lineLost"));
    },
    close() {
      server.close();
      for (const socket of sockets) socket.end();
      file?.remove();
    },
  };
}

function write(socket: Socket, lines: string): void {
  if (socket.writableLength > unreadLimit) socket.destroy();
  else if (socket.writable) socket.write(lines);
}

function isRequest(value: unknown): value is WatchRequest {
  if (typeof value !== "object" || value === null) return false;
  if ("calls" in value) return value.calls === true;
  return "watch" in value && typeof value.watch === "string";
}
