/** The webhooks' queue in a real file, and a disk that can refuse to take more. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface QueueFile {
  readonly file: string;
  /** Nothing can be written until this is undone. */
  lock(): () => void;
  remove(): void;
}

/** In memory where there is such a place: what a power cut would leave of it is not asked here. */
const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

export function queueFile(): QueueFile {
  const folder = mkdtempSync(join(place, "chaos-"));
  const file = join(folder, "queue.db");
  let locked = false;
  return {
    file,
    lock() {
      if (locked) return () => {};
      locked = true;
      const other = new DatabaseSync(file);
      other.exec("BEGIN IMMEDIATE");
      return () => {
        locked = false;
        other.exec("ROLLBACK");
        other.close();
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
