/** A worker's workspaces: published on disk for the job processes, their fixed phrases synthesized once. */
import { mkdirSync } from "node:fs";
import { log } from "@livekit/agents";
import { SettingsError } from "#src/config/settings-error.ts";
import type { WorkerSettings } from "#src/config/settings.ts";
import { openPhraseStore } from "#src/voice/phrase-store.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { createPackSource } from "#src/workspaces/pack-source.ts";
import { type Published, publish } from "#src/workspaces/publish.ts";
import { startRefreshing } from "#src/workspaces/refresh.ts";
import { openAIClient, phraseVoice, warmingSpeech } from "./assemble.ts";
import { checkCallLogKey, removeOldCallLogs } from "./call-logs.ts";
import { checkRecordingKeys, removeOldRecordings } from "./call-recordings.ts";
import { checkPacks } from "./checked-packs.ts";
import { dataFiles, providersOf } from "./worker-parts.ts";

/** How often the EMA API is asked for packs that have changed. */
const refreshMs = 60_000;
/** How often call logs and recordings that are too old are removed. */
const tidyMs = 3_600_000;

export interface Workspaces {
  wantsOptIn(workspaceId: string): boolean;
  close(): void;
}

/** Resolves when calls can be answered. Throws `PackError` for a pack that is wrong, when there is no good one. */
export async function openWorkspaces(
  settings: WorkerSettings,
  onProblem: (reason: string) => void,
): Promise<Workspaces> {
  const { dataDir, promptsDir, webhooks } = settings;
  mkdirSync(dataDir, { recursive: true });
  let optIn = new Set<string>();
  let tidying: NodeJS.Timeout | undefined;
  const wantsOptIn = (workspaceId: string): boolean => optIn.has(workspaceId);
  const prepare = phrasesSynthesized(settings);
  const publishFrom = (folder: string): Promise<Published> =>
    publish(folder, dataDir, { check: (packs) => checkPacks(packs, folder), prepare });
  const onChanged = ({ packs, version }: Published): void => {
    const workspaces = packs.map(({ workspace }) => workspace);
    if (workspaces.some(({ phoneNumbers }) => phoneNumbers.includes(settings.fallbackNumber ?? "")))
      throw new SettingsError(
        "EMA_FALLBACK_NUMBER",
        "a number that EMA itself answers",
        "set the number of a person",
      );
    checkCallLogKey(workspaces, settings.callLogKey);
    checkRecordingKeys(workspaces, settings.recordingKeys);
    const { callLogs, recordings } = dataFiles(settings);
    const tidy = () => {
      removeOldCallLogs(callLogs, workspaces, Date.now(), onProblem);
      removeOldRecordings(recordings, workspaces, Date.now(), onProblem);
    };
    clearInterval(tidying);
    tidying = setInterval(tidy, tidyMs).unref();
    tidy();
    optIn = new Set(workspaces.filter((each) => each.settings.optInEvents).map(({ id }) => id));
    log().info({ version, workspaces: packs.length }, "workspaces");
  };

  if (settings.workspaces === "folder") {
    onChanged(await publishFrom(promptsDir));
    return { wantsOptIn, close: () => {} };
  }
  const source = createPackSource({ apiUrl: webhooks.url, secret: webhooks.secret, promptsDir, dataDir });
  const refreshing = startRefreshing({
    source,
    publish: publishFrom,
    everyMs: refreshMs,
    onProblem,
    onChanged,
  });
  await refreshing.first;
  return { wantsOptIn, close: () => refreshing.close() };
}

/** Through the same plugin and protocol as in a call; what is on disk already is left alone. */
function phrasesSynthesized(settings: WorkerSettings): (packs: readonly Pack[]) => Promise<void> {
  const store = openPhraseStore(dataFiles(settings).phrases);
  const client = openAIClient(providersOf(settings));
  return async (packs) => {
    const never = new AbortController().signal;
    let count = 0;
    for (const pack of packs) {
      const speech = warmingSpeech(pack, client);
      count += (await store.fill(pack.phrases, phraseVoice(pack), speech, never)).synthesized;
    }
    if (count > 0) log().info({ synthesized: count }, "fixed phrases");
  };
}
