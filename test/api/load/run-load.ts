/** The API in one process, calls and dashboards in this one: what is sent, stored and shown, and how soon. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { WebhookEvent } from "#src/outbox/contract.ts";
import type { ApiSetup, Counts, FromApi, ToApi } from "./api-process.ts";
import { type Call, newCall, nextEvent, openSender } from "./calls.ts";
import { openDashboards, openSlowReaders } from "./dashboards.ts";

export interface LoadOptions {
  /** Open at the same time. */
  calls: number;
  /** Webhooks a second. */
  rate: number;
  seconds: number;
  dashboards: number;
  slowReaders: number;
  workspaces: number;
  /** Undefined: PGlite. */
  databaseUrl: string | undefined;
}

export interface LoadReport {
  /** Requests, and how many of them were the same event again. */
  requests: number;
  again: number;
  events: number;
  accepted: number;
  refused: number;
  stored: Counts;
  /** Accepted, and not stored. */
  lost: number;
  /** Stored, and not sent. */
  surplus: number;
  /** Times dashboards that an event of theirs was not shown on. */
  unshown: number;
  received: Percentiles;
  shown: Percentiles;
  /** Of one core, while webhooks came. */
  cpuPercent: number;
  heapMiB: number;
  reconnected: number;
  slowReadersLetGo: number;
  seconds: number;
  problems: number;
}

export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

const keys = { secret: "load-secret", signingKey: `whsec_${Buffer.alloc(32, 7).toString("base64")}` };
/** One request of so many is sent again while the first is under way. */
const againEvery = 50;
const showLimitMs = 30_000;

export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const workspaces = Array.from({ length: options.workspaces }, (_, index) => `load-${index}`);
  const folder = mkdtempSync(join(tmpdir(), "ema-load-"));
  const { databaseUrl } = options;
  const readers = options.dashboards + options.slowReaders;
  const api = await startApi({ databaseUrl, folder, workspaces, readers, ...keys });
  try {
    return await measure(api, options, workspaces);
  } finally {
    api.process.kill();
    if (api.process.exitCode === null && api.process.signalCode === null) await once(api.process, "exit");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(api: Api, options: LoadOptions, workspaces: readonly string[]): Promise<LoadReport> {
  const { url, tokenFor } = api;
  const calls = Array.from({ length: options.calls }, (_, index) =>
    newCall(workspaces[index % workspaces.length] ?? ""),
  );
  const bySession = new Map(calls.map((call) => [call.sessionId, call]));
  const dashboards = await openDashboards({
    url,
    tokenFor,
    workspaces,
    count: options.dashboards,
    calls: bySession,
  });
  const slow = openSlowReaders(url, workspaces[0] ?? "", { count: options.slowReaders, tokenFor });
  const before = await api.ask("cpu");
  const begun = performance.now();
  const sent = await sendAll(url, calls, options);
  const seconds = (performance.now() - begun) / 1000;
  const after = await api.ask("cpu");
  for (const deadline = performance.now() + showLimitMs; performance.now() < deadline;) {
    if (dashboards.unshown() === 0) break;
    await delay(100);
  }
  const { counts, problems } = await api.ask("counts");
  const unshown = dashboards.unshown();
  dashboards.close();
  const slowReadersLetGo = await slow.letGo(options.slowReaders > 0 ? 5_000 : 0);
  const accepted = sent.acceptedIds.size;
  return {
    requests: sent.requests,
    again: sent.again,
    events: sent.events,
    accepted,
    refused: sent.events - accepted,
    stored: counts,
    lost: Math.max(0, accepted - counts.events) + counts.missing,
    surplus: Math.max(0, counts.events - sent.events),
    unshown,
    received: percentiles(sent.answeredMs),
    shown: percentiles(dashboards.shownMs),
    cpuPercent: Math.round((after.cpuMs - before.cpuMs) / seconds / 10),
    heapMiB: after.heapMiB,
    reconnected: dashboards.reconnected(),
    slowReadersLetGo,
    seconds: Math.round(seconds),
    problems,
  };
}

/** Each at its time, whether those before it are answered or not: waiting would hide what is slow. */
async function sendAll(url: string, calls: readonly Call[], { rate, seconds }: LoadOptions) {
  const sender = openSender(url, keys);
  const total = Math.max(rate * seconds, 3 * calls.length);
  const acceptedIds = new Set<string>();
  const answeredMs: number[] = [];
  const answers: Promise<void>[] = [];
  let requests = 0;
  let again = 0;
  const begun = performance.now();
  const post = async (event: WebhookEvent, due: number): Promise<void> => {
    requests += 1;
    const status = await sender.send(event);
    answeredMs.push(performance.now() - due);
    if (status === 200) acceptedIds.add(event.id);
  };
  for (let index = 0; index < total; index += 1) {
    const due = begun + (index * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await delay(wait);
    const call = calls[index % calls.length];
    if (call === undefined) break;
    const type =
      index < calls.length ? "call_initiated" : index >= total - calls.length ? "call_ended" : "utterance";
    const event = nextEvent(call, type, due);
    answers.push(post(event, due));
    if (index % againEvery !== 0) continue;
    again += 1;
    answers.push(post(event, due));
  }
  await Promise.all(answers);
  sender.close();
  return { requests, again, events: total, acceptedIds, answeredMs };
}

interface Api {
  url: string;
  /** Of one more reader. */
  tokenFor: (workspaceId: string) => string;
  process: ChildProcess;
  ask: <Kind extends ToApi["ask"]>(kind: Kind) => Promise<Extract<FromApi, { kind: Kind }>>;
}

async function startApi(setup: ApiSetup): Promise<Api> {
  const file = new URL("api-process.ts", import.meta.url);
  const child = fork(file, [JSON.stringify(setup)], {
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const next = async <Kind extends FromApi["kind"]>(
    kind: Kind,
  ): Promise<Extract<FromApi, { kind: Kind }>> => {
    for (;;) {
      const [message] = (await Promise.race([
        once(child, "message"),
        once(child, "exit").then(() => Promise.reject(new Error("The API's process ended."))),
      ])) as [FromApi];
      if (message.kind === kind) return message as Extract<FromApi, { kind: Kind }>;
    }
  };
  const { url, tokens } = await next("listening");
  return {
    url,
    tokenFor: (workspaceId) => tokens[workspaceId]?.pop() ?? "",
    process: child,
    ask(kind) {
      const answer = next(kind);
      child.send({ ask: kind } satisfies { ask: ToApi["ask"] });
      return answer;
    },
  };
}

function percentiles(values: readonly number[]): Percentiles {
  const sorted = Float64Array.from(values).toSorted();
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
