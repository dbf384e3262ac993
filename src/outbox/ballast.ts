/**
 * Room that the queue holds before it needs it, for the day on which the disk is full: free pages inside the file, and a
 * write-ahead log that already has its size, since SQLite writes it from its beginning again and never makes it shorter while
 * the file is open.
 *
 * Where there is ballast the file does not grow by itself. Growing on a full disk, it would fill the log with pages that the
 * checkpoint cannot put anywhere, and then not even a delivered event could be removed.
 */
import { statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/** 4.9 MB in the file and as much in its log, which SQLite empties from 1,000 pages on. Events of a turn take 5 to a page. */
const ballastPages = 1_200;
const unlimited = 2 ** 32 - 2;

export interface Ballast {
  /** Fills up what was used, when the disk has room for it. A matter of 20 ms where it does, and of 0.05 ms where not. */
  keep(): void;
  /** The file said that it is full: whether trying again may help. */
  grow(): boolean;
}

export const noBallast: Ballast = { keep: () => {}, grow: () => false };

/** Throws what SQLite throws. */
export function createBallast(file: string, database: DatabaseSync): Ballast {
  const read = (name: string): number =>
    z.number().parse(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const pageBytes = read("page_size");
  const neededBytes = ballastPages * pageBytes;
  let limit = 0;

  const logBytes = (): number => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const diskHasRoom = (): boolean => {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize > 3 * neededBytes;
  };

  function setLimit(pages: number): void {
    database.exec(`PRAGMA max_page_count = ${pages}`);
    limit = pages;
  }

  /** Written and committed, so that the disk has given it; then freed. Another process may be doing the same. */
  function fill(): void {
    setLimit(unlimited);
    try {
      database.exec(`
        BEGIN IMMEDIATE;
        DROP TABLE IF EXISTS ballast;
        CREATE TABLE ballast (filler BLOB);
        INSERT INTO ballast VALUES (zeroblob(${neededBytes}));
        COMMIT;
        PRAGMA secure_delete = OFF;
        DROP TABLE IF EXISTS ballast;
        PRAGMA wal_checkpoint(PASSIVE)`);
    } finally {
      if (database.isTransaction) database.exec("ROLLBACK");
      database.exec("PRAGMA secure_delete = ON");
      setLimit(read("page_count"));
    }
  }

  return {
    keep() {
      const isLight = read("freelist_count") < ballastPages / 2 || logBytes() < neededBytes;
      if (isLight && diskHasRoom()) fill();
      else setLimit(read("page_count"));
    },
    grow() {
      const pages = read("page_count");
      if (pages > limit) {
        // Another process has made it larger.
        setLimit(pages);
        return true;
      }
      if (!diskHasRoom()) return false;
      fill();
      return true;
    },
  };
}
