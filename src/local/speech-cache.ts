/** A bounded cache of synthesized speech; what was asked for longest ago goes first. */

export interface SpeechCache {
  /** Asks `make` once for each key, also when it is asked for again before `make` is done. Failures are not kept. */
  get(key: string, make: () => Promise<Int16Array>): Promise<Int16Array>;
}

export function createSpeechCache(maxBytes: number): SpeechCache {
  const ready = new Map<string, Int16Array>();
  const underWay = new Map<string, Promise<Int16Array>>();
  let bytes = 0;

  function keep(key: string, samples: Int16Array): void {
    ready.set(key, samples);
    bytes += samples.byteLength;
    for (const [oldest, old] of ready) {
      if (bytes <= maxBytes) return;
      ready.delete(oldest);
      bytes -= old.byteLength;
    }
  }

  async function makeAndKeep(key: string, make: () => Promise<Int16Array>): Promise<Int16Array> {
    try {
      const samples = await make();
      keep(key, samples);
      return samples;
    } finally {
      underWay.delete(key);
    }
  }

  return {
    get: async (key, make) => {
      const found = ready.get(key);
      if (found !== undefined) {
        ready.delete(key);
        ready.set(key, found);
        return found;
      }
      const making = underWay.get(key) ?? makeAndKeep(key, make);
      underWay.set(key, making);
      return making;
    },
  };
}
