/** Takes calls from LiveKit: registered under the agent's name, a job process a call, none beyond what the machine can hold. */
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { AgentServer, type JobRequest, ServerOptions } from "@livekit/agents";

export interface CallServerOptions {
  /** The module whose default export is the agent; loaded by every job process. */
  jobFile: string;
  livekit: { url: string; apiKey: string; apiSecret: string; agentName: string };
  maxCalls: number;
  idleProcesses: number;
  logLevel: string;
}

export interface CallServer {
  /** Resolves when the server was closed; rejects when it cannot go on. */
  run(): Promise<void>;
  /** Connected to LiveKit and registered there. */
  isRegistered(): Promise<boolean>;
  calls(): number;
  /** Takes no new call from now on; resolves with whether all calls ended by themselves in time. */
  drain(timeoutMs: number): Promise<boolean>;
  /** Ends the calls that are left and stops every process. */
  close(): Promise<void>;
}

/** A job process loads models and fills caches; on a busy machine it takes its time. */
const initializeProcessTimeout = 60_000;
/** What a call that has to end may take: a phrase, and a ladder of humans that are called. */
const sessionEndTimeout = 150_000;
const shutdownProcessTimeout = 20_000;
/** LiveKit may be away for long: calls that are going on do not need it, and it is tried again every ten seconds. */
const maxRetry = 1_000_000;
/** A job that was accepted and never came. */
const acceptedForMs = 30_000;
const drainPollMs = 100;

export async function createCallServer(options: CallServerOptions): Promise<CallServer> {
  const { livekit, maxCalls } = options;
  const accepted = new Map<string, number>();
  let draining = false;

  /** Calls going on, and those that were accepted and are about to. */
  const taken = (): number => {
    const running = new Set(server.activeJobs.map(({ job }) => job.id));
    for (const [id, at] of accepted)
      if (running.has(id) || performance.now() - at > acceptedForMs) accepted.delete(id);
    return running.size + accepted.size;
  };
  const answer = async (request: JobRequest): Promise<void> => {
    if (draining || taken() >= maxCalls) return request.reject();
    accepted.set(request.id, performance.now());
    await request.accept("EMA", `agent-${request.id}`);
  };
  const statusPort = await freePort();
  const server = new AgentServer(
    new ServerOptions({
      agent: options.jobFile,
      agentName: livekit.agentName,
      wsURL: livekit.url,
      apiKey: livekit.apiKey,
      apiSecret: livekit.apiSecret,
      requestFunc: answer,
      loadFunc: async () => taken() / maxCalls,
      loadThreshold: 1,
      numIdleProcesses: options.idleProcesses,
      initializeProcessTimeout,
      sessionEndTimeout,
      shutdownProcessTimeout,
      maxRetry,
      logLevel: options.logLevel,
      production: true,
      // Its own status page: asked by us alone.
      host: "127.0.0.1",
      port: statusPort,
    }),
  );

  return {
    run: () => server.run(),
    async isRegistered() {
      try {
        return (await fetch(`http://127.0.0.1:${statusPort}/`)).ok;
      } catch {
        return false;
      }
    },
    calls: taken,
    async drain(timeoutMs) {
      draining = true;
      // LiveKit is told by it, and processes in waiting are stopped. Its own waiting is not relied on: it gives up at once
      // when a process is only about to start.
      server.drain(timeoutMs).catch(() => {});
      const until = performance.now() + timeoutMs;
      while (taken() > 0 && performance.now() < until) await delay(drainPollMs);
      return taken() === 0;
    },
    close: () => server.close(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
