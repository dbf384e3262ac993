/** Keeps what is published in step with where the packs come from. What was good stays until something better is there. */
import type { PackSource } from "./pack-source.ts";
import type { Published } from "./publish.ts";

export interface RefreshOptions {
  source: PackSource;
  /** Checks and publishes a prompts folder, or throws and leaves everything as it was. */
  publish: (promptsDir: string) => Promise<Published>;
  /** Between two refreshes, give or take a fifth: machines that started together do not ask together. */
  everyMs: number;
  /** One sentence, without a secret. */
  onProblem: (problem: string) => void;
  /** After the first publication, and after each one that changed something. */
  onChanged: (published: Published) => void;
  /** In [0, 1). */
  random?: () => number;
}

export interface Refreshing {
  /**
   * Resolves when calls can be answered: from new packs, or, after a problem was told, from the last good ones. Rejects
   * when there are neither; nothing is refreshed then.
   */
  first: Promise<void>;
  /** No refresh begins any more, and none that is under way is told about. */
  close(): void;
}

export function startRefreshing(options: RefreshOptions): Refreshing {
  const { source, publish, everyMs, onProblem, onChanged, random = Math.random } = options;
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  /** Of what was published: what could not be is fetched again, since its fault may lie with us. */
  let etag: string | undefined;

  async function refresh(): Promise<Published | undefined> {
    const fetched = await source.fetchPacks(etag, closing.signal);
    if (fetched === "unchanged" || closing.signal.aborted) return undefined;
    const published = await publish(fetched.folder);
    etag = fetched.etag;
    return published;
  }

  async function start(): Promise<void> {
    const published = await refresh().catch((error: unknown) => {
      const folder = closing.signal.aborted ? undefined : source.lastGood();
      if (folder === undefined) throw error;
      onProblem(sentenceOf(error));
      return publish(folder);
    });
    closing.signal.throwIfAborted();
    if (published === undefined)
      throw new Error("No packs were published: their source says that it has none.");
    onChanged(published);
    schedule();
  }

  async function refreshAgain(): Promise<void> {
    try {
      const published = await refresh();
      if (published?.changed === true && !closing.signal.aborted) onChanged(published);
    } catch (error) {
      if (!closing.signal.aborted) onProblem(sentenceOf(error));
    }
    schedule();
  }

  function schedule(): void {
    if (closing.signal.aborted) return;
    timer = setTimeout(() => void refreshAgain(), everyMs * (0.8 + 0.4 * random()));
  }

  return {
    first: start(),
    close() {
      closing.abort();
      clearTimeout(timer);
    },
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
