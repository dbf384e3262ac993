/**
 * Tells events while its disk is full. Arguments: file, url, how the disk is filled, `ballast` or `none`, most events.
 * `filler`: another file takes what is left of a small file system. `limit`: no file may grow beyond what the queue has.
 * Prints one line of JSON at the end.
 */
import { execFileSync } from "node:child_process";
import { closeSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openOutbox } from "#src/outbox/outbox.ts";

const [file = "", url = "", how = "", ballast = "", most = "0"] = process.argv.slice(2);
let isUp = false;
const outbox = openOutbox({
  file,
  destination() {
    if (!isUp) throw new Error("not yet");
    return { url, secret: "correct horse battery staple", optInEvents: false };
  },
  onProblem: () => {},
  ballast: ballast === "ballast",
  timing: { backoffBaseMs: 20, backoffCapMs: 20, pollMs: 20, rewriteMs: 20, closeWaitMs: 10_000 },
});
const filler = join(dirname(file), "filler");
const bytesOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function fillDisk(): void {
  if (how === "limit") return setLimit(Math.max(1, bytesOf(file), bytesOf(`${file}-wal`)));
  const descriptor = openSync(filler, "w");
  for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size, 1));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }
  closeSync(descriptor);
}

function makeRoom(): void {
  if (how === "limit") setLimit("unlimited");
  else rmSync(filler);
}

function setLimit(bytes: number | "unlimited"): void {
  execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${bytes}:`]);
}

/** Ten calls in turn, until the file has refused one and `beyond` more were told. Returns how many the file took. */
function tellUntilFull(most: number, beyond: number): number {
  const calls = Array.from({ length: 10 }, (_, index) =>
    outbox.forCall({ sessionId: `room-${index}`, workspaceId: "harbour" }),
  );
  let taken = 0;
  let refused = 0;
  for (let n = 0; n < most && refused < beyond; n += 1) {
    const isTaken = calls[n % 10]?.enqueue({
      event_type: "utterance",
      data: {
        speaker: "tenant",
        text: "The water comes through the ceiling of the bathroom, and it is getting worse by the minute.",
        turn_index: Math.floor(n / 10),
        stage: "problem",
        interrupted: false,
      },
    });
    if (isTaken === true) taken += 1;
    else refused += 1;
  }
  return taken;
}

const before = tellUntilFull(30, 1);
fillDisk();
const taken = tellUntilFull(Number(most), 200);
const full = outbox.pending();
// With ballast it is the file that has them; how it is emptied is the other tests' matter.
isUp = ballast !== "ballast";
const left = isUp ? await outbox.flush(30_000) : full.waiting;
makeRoom();
await delay(100);
const again = tellUntilFull(10, 1);
const leftAgain = isUp ? await outbox.flush(10_000) : outbox.pending().waiting;
await outbox.close();
process.stdout.write(JSON.stringify({ before, taken, full, left, again, leftAgain }));
