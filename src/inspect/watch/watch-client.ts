/** The other side of the doors: finds the processes that run calls, and watches calls through them. */
import { type FSWatcher, watch as watchFolder } from "node:fs";
import { connect, type Socket } from "node:net";
import { readLines } from "./lines.ts";
import type { WatchedCall, WatchMessage, WatchRequest } from "./message.ts";
import { removeSocket, socketPath, socketsIn } from "./socket-file.ts";

export interface WatchClient {
  /** Told the present calls at once and the whole list again at every change; returns how to stop. */
  onCalls(listener: (calls: readonly WatchedCall[]) => void): () => void;
  /**
   * The present state first, then every message; returns how to stop. A call that is not there yet is waited for; who was
   * dropped for being slow begins anew.
   */
  watch(callId: string, listener: (message: WatchMessage) => void): () => void;
  close(): void;
}

interface Door {
  socket: Socket;
  calls: readonly WatchedCall[];
}

interface Watch {
  callId: string;
  listener: (message: WatchMessage) => void;
  socket?: Socket | undefined;
  over: boolean;
}

/** How often to look for doors and for calls that are waited for, besides being told. */
const lookEveryMs = 1000;

/** Watches the doors in a folder as they come and go. */
export function openWatchClient(folder: string): WatchClient {
  const doors = new Map<string, Door>();
  const listeners = new Set<(calls: readonly WatchedCall[]) => void>();
  const watches = new Set<Watch>();
  let closed = false;
  let notices: FSWatcher | undefined;

  const calls = (): readonly WatchedCall[] =>
    [...doors.values()]
      .flatMap((door) => door.calls)
      .toSorted((one, other) => one.startedAt.localeCompare(other.startedAt));
  const changed = (): void => {
    if (closed) return;
    const now = calls();
    for (const listener of listeners) listener(now);
    for (const watch of watches) follow(watch);
  };

  const look = (): void => {
    notices ??= notice(folder, look);
    for (const entry of socketsIn(folder)) if (!doors.has(entry)) enter(entry);
    for (const watch of watches) follow(watch);
  };

  const enter = (entry: string): void => {
    const socket = ask(socketPath(entry), { calls: true }, (list) => {
      door.calls = list as readonly WatchedCall[];
      changed();
    });
    const door: Door = { socket, calls: [] };
    doors.set(entry, door);
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if ((error.code === "ECONNREFUSED" || error.code === "ENOENT") && isDead(entry)) removeSocket(entry);
    });
    socket.on("close", () => {
      doors.delete(entry);
      if (door.calls.length > 0) changed();
    });
  };

  const follow = (watch: Watch): void => {
    if (watch.socket !== undefined || watch.over) return;
    for (const [entry, door] of doors) {
      if (!door.calls.some(({ id }) => id === watch.callId)) continue;
      const socket = ask(socketPath(entry), { watch: watch.callId }, (told) => {
        const message = told as WatchMessage;
        if (message.kind === "ended") watch.over = true;
        if (watches.has(watch)) watch.listener(message);
      });
      socket.on("error", () => socket.destroy());
      socket.on("close", () => (watch.socket = undefined));
      watch.socket = socket;
      return;
    }
  };

  const timer = setInterval(look, lookEveryMs);
  look();
  return {
    onCalls(listener) {
      listeners.add(listener);
      listener(calls());
      return () => listeners.delete(listener);
    },
    watch(callId, listener) {
      const watch: Watch = { callId, listener, over: false };
      watches.add(watch);
      follow(watch);
      return () => {
        watches.delete(watch);
        watch.socket?.destroy();
      };
    },
    close() {
      closed = true;
      clearInterval(timer);
      notices?.close();
      for (const { socket } of doors.values()) socket.destroy();
      for (const { socket } of watches) socket?.destroy();
      watches.clear();
    },
  };
}

function ask(path: string, request: WatchRequest, onLine: (value: unknown) => void): Socket {
  const socket = connect(path);
  socket.write(`${JSON.stringify(request)}\n`);
  readLines(socket, onLine);
  return socket;
}

/** Undefined while there is no folder. */
function notice(folder: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watchFolder(folder, onChange);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

/** Its process is not there; one whose pid was given anew is left alone. */
function isDead(entry: string): boolean {
  try {
    process.kill(Number.parseInt(entry.slice(entry.lastIndexOf("/") + 1), 10), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
