import { createBallast, noBallast } from "./ballast.ts";
import type { Clock } from "./clock.ts";
import { databaseReason, openDatabase } from "./database.ts";
import type { OutboxOptions } from "./outbox-types.ts";
import type { Queue } from "./queue.ts";
import { createQueue } from "./sqlite-queue.ts";

/** Opens the queue's file with its ballast; events whose key is back wait again. */
export function openQueue(options: OutboxOptions, clock: Clock, onProblem: (reason: string) => void): Queue {
  const opened = openDatabase(options.file, { keys: options.keys ?? [], onProblem });
  const ballast = options.ballast === true ? createBallast(opened.file, opened.database) : noBallast;
  const queue = createQueue(opened, ballast);
  try {
    queue.reviveReadable(clock.now());
    queue.keepRoom();
  } catch (error) {
    onProblem(`webhook queue: ${databaseReason(error)}`);
  }
  return queue;
}
