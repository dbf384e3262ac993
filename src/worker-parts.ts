/** What a worker's main process and its job processes both need, put together from the same settings. */
import { join } from "node:path";
import { type LiveSettings, type WorkerSettings } from "#src/config/settings.ts";
import { openOutbox } from "#src/outbox/outbox.ts";
import type { WebhookOutbox } from "#src/outbox/outbox-types.ts";
import type { Providers } from "./assemble.ts";

/** Everything that outlives a process, below `EMA_DATA_DIR`. */
export const dataFiles = ({ dataDir }: Pick<WorkerSettings, "dataDir">) => ({
  outbox: join(dataDir, "outbox.db"),
  phrases: join(dataDir, "phrases"),
  /** In the voices of the engines that need no key: never where a worker looks for its own. */
  keylessPhrases: join(dataDir, "keyless-phrases"),
  running: join(dataDir, "running"),
  compiled: join(dataDir, "compiled"),
  warmed: join(dataDir, "warmed"),
  callLogs: join(dataDir, "call-logs"),
  recordings: join(dataDir, "recordings"),
  /** Doors through which calls can be watched, those of simulated calls, too. */
  watch: join(dataDir, "watch"),
  /** Where calls tell the worker what they measured. */
  telemetry: join(dataDir, "telemetry"),
});

/** What the clients of LiveKit's API are made with. */
export const liveKitApi = ({
  livekit,
}: WorkerSettings): readonly [url: string, key: string, secret: string] => [
  livekit.url.replace(/^ws/, "http"),
  livekit.apiKey,
  livekit.apiSecret.reveal(),
];

export const providersOf = ({ deepgram, openai }: LiveSettings): Providers => ({
  deepgram: { apiKey: deepgram.apiKey.reveal(), url: deepgram.url },
  openai: {
    apiKey: openai.apiKey.reveal(),
    url: openai.url,
    model: openai.model,
    secondModel: openai.secondModel,
  },
});

/**
 * The queue on this machine's disk, which all processes share. `wantsOptIn` says whether a workspace turned the opt-in events
 * on; it is asked when an event is told.
 */
export function openSharedOutbox(
  settings: LiveSettings,
  wantsOptIn: (workspaceId: string) => boolean,
  onProblem: (reason: string) => void,
): WebhookOutbox {
  const { webhooks } = settings;
  return openOutbox({
    file: dataFiles(settings).outbox,
    keys: settings.dataKeys.map((key) => Buffer.from(key.reveal(), "base64")),
    ballast: true,
    destination(workspaceId) {
      const { secret, signingKey } = webhooks.of(workspaceId);
      return {
        url: webhooks.url,
        secret: secret.reveal(),
        ...(signingKey === undefined ? {} : { signingKey: signingKey.reveal() }),
        optInEvents: wantsOptIn(workspaceId),
      };
    },
    onProblem,
  });
}
