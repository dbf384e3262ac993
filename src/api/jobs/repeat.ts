/** Does a job now, and again and again; never twice at once. */
import type { ApiLog } from "#src/api/http/parts.ts";
import { describeError } from "#src/privacy/describe-error.ts";

export interface Repeated {
  /** Resolves when the job is not being done any more, and will not be. */
  close: () => Promise<void>;
}

export interface RepeatOptions {
  /** For the log. */
  name: string;
  /** Between the end of one time and the beginning of the next. */
  everyMs: number;
  log: ApiLog;
}

/** A job that fails is logged and done again when its time comes. */
export function repeat(job: () => Promise<unknown>, { name, everyMs, log }: RepeatOptions): Repeated {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function once(): Promise<void> {
    try {
      await job();
    } catch (error) {
      log.warn("a job failed, and is done again", { job: name, error: describeError(error) });
    }
    if (closed) return;
    timer = setTimeout(() => {
      doing = once();
    }, everyMs);
    timer.unref();
  }

  let doing = once();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await doing;
    },
  };
}
