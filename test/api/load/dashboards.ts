/** Dashboards, as far as the API can tell: each holds a workspace's stream open and notes when an event is shown. */
import { get, type ClientRequest } from "node:http";
import type { Call } from "./calls.ts";

export interface Dashboards {
  /** Milliseconds from when each event was to be sent until each dashboard showed it. */
  shownMs: number[];
  reconnected: () => number;
  /** Events that some dashboard has not shown yet. */
  unshown: () => number;
  close: () => void;
}

export interface DashboardsOptions {
  url: string;
  /** Another one each time. */
  tokenFor: (workspaceId: string) => string;
  workspaces: readonly string[];
  count: number;
  calls: ReadonlyMap<string, Call>;
}

/** Resolves when all streams are ready. */
export async function openDashboards({
  url,
  tokenFor,
  workspaces,
  count,
  calls,
}: DashboardsOptions): Promise<Dashboards> {
  const shownMs: number[] = [];
  const requests = new Set<ClientRequest>();
  const boards = Array.from({ length: count }, (_, index) => ({
    workspaceId: workspaces[index % workspaces.length] ?? "",
    token: tokenFor(workspaces[index % workspaces.length] ?? ""),
    shown: new Map<string, number>(),
    lastId: "",
  }));
  let reconnections = 0;
  let closed = false;

  const show = ({ shown }: (typeof boards)[number], sessionId: string, latestAt: number): void => {
    const call = calls.get(sessionId);
    if (call === undefined) return;
    const now = performance.now();
    let next = shown.get(sessionId) ?? 0;
    for (let event = call.told[next]; event !== undefined && event.at <= latestAt; event = call.told[next]) {
      shownMs.push(now - event.due);
      next += 1;
    }
    shown.set(sessionId, next);
  };

  const open = (board: (typeof boards)[number]): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const sent = get(`${url}/api/workspaces/${board.workspaceId}/stream`, {
      agent: false,
      headers: {
        authorization: `Bearer ${board.token}`,
        ...(board.lastId === "" ? {} : { "last-event-id": board.lastId }),
      },
    });
    requests.add(sent);
    sent.on("error", () => {});
    sent.once("close", () => {
      requests.delete(sent);
      if (closed) return;
      reconnections += 1;
      setTimeout(() => void open(board), 200);
    });
    sent.on("response", (response) => {
      let rest = "";
      response.setEncoding("utf8");
      response.on("error", () => {});
      response.on("data", (chunk: string) => {
        const frames = (rest + chunk).split("\n\n");
        rest = frames.pop() ?? "";
        for (const frame of frames) {
          board.lastId = /^id: (\d+)$/m.exec(frame)?.[1] ?? board.lastId;
          if (frame.startsWith("event: ready")) resolve();
          if (!frame.startsWith("event: run")) continue;
          const session = /"sessionId":"([^"]+)"/.exec(frame)?.[1] ?? "";
          show(board, session, Date.parse(/"lastEventAt":"([^"]+)"/.exec(frame)?.[1] ?? ""));
        }
      });
    });
    return promise;
  };

  await Promise.all(boards.map(open));
  return {
    shownMs,
    reconnected: () => reconnections,
    unshown() {
      let left = 0;
      for (const { workspaceId, shown } of boards)
        for (const call of calls.values())
          if (call.workspaceId === workspaceId) left += call.told.length - (shown.get(call.sessionId) ?? 0);
      return left;
    },
    close() {
      closed = true;
      for (const sent of requests) sent.destroy();
    },
  };
}

/** Readers that take nothing: they must be let go. */
export function openSlowReaders(
  url: string,
  workspaceId: string,
  { count, tokenFor }: { count: number; tokenFor: (workspaceId: string) => string },
) {
  const closed = { count: 0 };
  const requests = Array.from({ length: count }, () => {
    const sent = get(`${url}/api/workspaces/${workspaceId}/stream`, {
      agent: false,
      headers: { authorization: `Bearer ${tokenFor(workspaceId)}` },
    });
    sent.on("error", () => {});
    sent.on("response", (response) => {
      response.on("error", () => {});
      response.once("close", () => (closed.count += 1));
      response.pause();
      sent.once("resume", () => response.resume());
    });
    return sent;
  });
  return {
    /** How many were let go: they read again, and find an end. */
    async letGo(waitMs: number): Promise<number> {
      for (const sent of requests) sent.emit("resume");
      const deadline = performance.now() + waitMs;
      while (closed.count < count && performance.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 50));
      const { count: letGo } = closed;
      for (const sent of requests) sent.destroy();
      return letGo;
    },
  };
}
