/** One of the run's own processes. */
import { fork } from "node:child_process";
import { join } from "node:path";

const endsWithinMs = 5_000;

export interface Child<Request> {
  send(message: Request): void;
  /** Asks it to end, and ends it when it does not; resolves when it has. */
  finish(message?: Request): Promise<void>;
}

/** `file`: of this folder. Its standard error is ours. */
export function startChild<Request extends object>(
  file: string,
  options: { onMessage(answer: unknown): void; onEnd(reason: string): void; args?: readonly string[] },
): Child<Request> {
  const process = fork(join(import.meta.dirname, file), options.args ?? [], {
    execArgv: ["--expose-gc", "--disable-warning=ExperimentalWarning"],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let stopped = false;
  process.on("message", (message) => options.onMessage(message));
  process.once("error", (error) => {
    if (!stopped) options.onEnd(error.message);
  });
  process.once("exit", (code, signal) => {
    if (!stopped) options.onEnd(`code ${code ?? signal}`);
  });
  return {
    send: (message) => void process.send(message),
    async finish(message) {
      stopped = true;
      if (process.exitCode !== null || process.signalCode !== null) return;
      const ended = new Promise((resolve) => process.once("exit", resolve));
      if (message === undefined) process.kill("SIGTERM");
      else process.send(message);
      const late = setTimeout(() => process.kill("SIGKILL"), endsWithinMs);
      await ended;
      clearTimeout(late);
    },
  };
}
