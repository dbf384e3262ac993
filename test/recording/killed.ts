/** A process that records three seconds, says so, and goes on until it is killed. */
import { createSecretKey } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { openRecordingFile } from "#src/recording/recording-file.ts";
import { findRecording, secondsOf } from "#src/recording/recordings-folder.ts";
import { about, second } from "./kept.ts";

const [folder = "", key = ""] = process.argv.slice(2);
const file = openRecordingFile(about(folder, { id: "test", key: createSecretKey(key, "base64") }));
for (const value of [1, 2, 3]) file.append(second(value));
for (;;) {
  await delay(5);
  try {
    if (secondsOf(findRecording(folder, "call-1").paths) === 3) break;
  } catch {
    continue;
  }
}
process.stdout.write("three seconds\n");
setInterval(() => {}, 1000);
