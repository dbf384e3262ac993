/** A contender's process, as the run sees it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startChild } from "./child.ts";
import type { ContenderName } from "./contender.ts";
import type { Engines } from "./engines.ts";
import type { CallOrder, CallOutcome, ContenderAnswer, ContenderRequest, Measured } from "./messages.ts";

export interface ContenderChild {
  readonly name: ContenderName | "none";
  /** Resolves when the caller has hung up. */
  call(order: CallOrder): Promise<CallOutcome>;
  measure(): Promise<Measured>;
  finish(): Promise<void>;
}

/** The call before all others, whose speech takes no time. */
export const warmingCall = "warming";

/** @throws Error when there is no such contender, or it cannot be loaded. */
export async function startContender(
  name: ContenderName | "none",
  engines: Engines,
): Promise<ContenderChild> {
  const file = join(import.meta.dirname, "contenders", `${name}.ts`);
  if (name !== "none" && !existsSync(file)) throw new Error(`There is no contender ${name}: write ${file}.`);
  const ready = Promise.withResolvers<void>();
  const calls = new Map<string, PromiseWithResolvers<CallOutcome>>();
  const measures: PromiseWithResolvers<Measured>[] = [];
  const child = startChild<ContenderRequest>("contender-process.ts", {
    args: [name, engines.openaiUrl(warmingCall)],
    onMessage(message) {
      const answer = message as ContenderAnswer;
      switch (answer.type) {
        case "ready":
          return ready.resolve();
        case "say":
          return engines.say(answer.call, answer.said);
        case "measured":
          return measures.shift()?.resolve(answer.measured);
        case "ended":
          calls.get(answer.call)?.resolve(answer.outcome);
          return void calls.delete(answer.call);
        case "failed":
          calls.get(answer.call)?.reject(new Error(`A call of ${name} failed: ${answer.reason}`));
          return void calls.delete(answer.call);
      }
    },
    onEnd(reason) {
      const error = new Error(`The process of ${name} ended: ${reason}`);
      for (const { reject } of [ready, ...calls.values(), ...measures]) reject(error);
    },
  });
  await ready.promise;
  return {
    name,
    call(order) {
      const outcome = Promise.withResolvers<CallOutcome>();
      calls.set(order.callId, outcome);
      child.send({ type: "call", order });
      return outcome.promise;
    },
    measure() {
      const measured = Promise.withResolvers<Measured>();
      measures.push(measured);
      child.send({ type: "measure" });
      return measured.promise;
    },
    finish: () => child.finish({ type: "finish" }),
  };
}
