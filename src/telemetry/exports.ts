/** A collector that is away is told of once, and once more when it is back; what could not be sent meanwhile is lost. */
import { describeError } from "#src/privacy/describe-error.ts";

interface Result {
  /** 0: sent. */
  code: number;
  error?: Error;
}
interface Exporter<Batch> {
  export: (batch: Batch, done: (result: Result) => void) => void;
}

export type OutageLog = (result: Result) => void;

export function outageLog(onProblem: (reason: string) => void): OutageLog {
  let away = false;
  return ({ code, error }) => {
    if (code === 0) {
      if (away) onProblem("telemetry: the collector takes it again");
      away = false;
      return;
    }
    // A collector's answer may quote what it was sent.
    if (!away) onProblem(`telemetry: the collector does not take it (${reasonOf(error)}); calls go on`);
    away = true;
  };
}

/** The same exporter, whose results are watched. */
export function watched<Batch, Kind extends Exporter<Batch>>(
  exporter: Kind & Exporter<Batch>,
  outages: OutageLog,
): Kind {
  const send = exporter.export.bind(exporter);
  exporter.export = (batch, done) =>
    send(batch, (result) => {
      outages(result);
      // The SDK would write an error of its own.
      done({ code: 0 });
    });
  return exporter;
}

function reasonOf(error: Error | undefined): string {
  const { code, type } = describeError(error);
  return code === undefined ? type : String(code);
}
