/** Whatever comes while a batch is stored forms the next one: nothing waits for a clock, and a burst costs few transactions. */
import { setImmediate as nextTurn } from "node:timers/promises";

export interface Batches<Item> {
  /** Resolves when the item is stored; rejects when it is not, with `Crowded` when too many wait already. */
  add: (item: Item) => Promise<void>;
  /** Resolves when nothing is being stored any more. */
  settled: () => Promise<void>;
}

export interface BatchesOptions<Item> {
  /** All of them, or none. */
  store: (items: readonly Item[]) => Promise<void>;
  /** The fault lies with an item, so that the others may be stored without it. */
  isOfAnItem: (error: unknown) => boolean;
  largest?: number;
  /** While the database is slow, no more than so many are kept in memory. */
  mostWaiting?: number;
}

/** It is to be sent again later. */
export class Crowded extends Error {
  override readonly name = "Crowded";
}

interface Waiting<Item> {
  item: Item;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

export function createBatches<Item>({
  store,
  isOfAnItem,
  largest = 256,
  mostWaiting = 5_000,
}: BatchesOptions<Item>): Batches<Item> {
  const waiting: Waiting<Item>[] = [];
  let storing: Promise<void> | undefined;

  async function storeAll(): Promise<void> {
    while (waiting.length > 0) {
      // A database in this process answers before the next request is read: without a turn for those, each would be a batch.
      await nextTurn();
      await storeBatch(waiting.splice(0, largest));
    }
    storing = undefined;
  }

  async function storeBatch(batch: readonly Waiting<Item>[]): Promise<void> {
    try {
      await store(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length > 1 && isOfAnItem(error)) for (const one of batch) await storeBatch([one]);
      else for (const { reject } of batch) reject(error);
    }
  }

  return {
    add(item) {
      if (waiting.length >= mostWaiting) return Promise.reject(new Crowded());
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ item, resolve, reject });
      storing ??= storeAll();
      return promise;
    },
    settled: async () => storing,
  };
}
