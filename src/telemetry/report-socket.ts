/**
 * A call's process tells the worker's what it measured, line by line through a socket. One process then exports for all calls of a
 * machine: a counter that lives for one call only would be seen by a collector once, and mean nothing.
 */
import { connect, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { placeSocket, removeSocket, socketPath, socketsIn } from "#src/inspect/watch/socket-file.ts";
import { type CallReport, type Report, reportSchema } from "./report.ts";

/** What a worker that does not read may be owed; the rest is not told. */
const owedBytes = 1_000_000;

/** In a folder of its own. Calls whose process ends without having told their end are told to have ended so. */
export function serveReports(
  folder: string,
  report: Report,
  onProblem: (reason: string) => void,
): { close: () => void } {
  // One worker has the folder: what lies there is of one that has died.
  for (const left of socketsIn(folder)) removeSocket(left);
  const place = placeSocket(folder);
  const server = createServer((socket) => {
    const going = new Set<string>();
    socket.unref();
    socket.on("error", () => socket.destroy());
    createInterface({ input: socket })
      .on("line", (line) => {
        const told = parse(line);
        if (told === undefined) return;
        if (told.kind === "began") going.add(told.callId);
        if (told.kind === "ended") going.delete(told.callId);
        report(told);
      })
      .on("close", () => {
        for (const callId of going) report({ kind: "ended", callId, at: Date.now(), outcome: "processDied" });
      });
  });
  server.unref();
  server.on("error", () => onProblem("telemetry: calls cannot tell what they measured"));
  server.listen(place.path);
  return {
    close() {
      server.close();
      place.remove();
    },
  };
}

export interface ReportSender {
  report: Report;
  /** Resolves when all was given to the worker, or after `limitMs`. Never rejects. */
  close: (limitMs: number) => Promise<void>;
}

/** Never fails: a worker that is not there is told of once, and what is measured is dropped. */
export function sendReports(folder: string, onProblem: (reason: string) => void): ReportSender {
  const [entry] = socketsIn(folder);
  let socket: Socket | undefined;
  const lose = (): void => {
    if (socket !== undefined) onProblem("telemetry: the worker takes nothing, and this call is not measured");
    socket = undefined;
  };
  if (entry === undefined) onProblem("telemetry: no worker takes it, and this call is not measured");
  else {
    socket = connect(socketPath(entry));
    socket.unref();
    socket.on("error", lose);
  }
  return {
    report(report) {
      if (socket === undefined) return;
      if (socket.writableLength > owedBytes) return lose();
      socket.write(`${JSON.stringify(report)}\n`);
    },
    async close(limitMs) {
      const given = Promise.withResolvers<void>();
      if (socket === undefined) return;
      socket.once("error", () => given.resolve());
      socket.end(() => given.resolve());
      await Promise.race([given.promise, delay(limitMs)]);
      socket?.destroy();
    },
  };
}

function parse(line: string): CallReport | undefined {
  try {
    return reportSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
