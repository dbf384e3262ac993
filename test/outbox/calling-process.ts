/**
 * A process of its own that tells `count` utterances of one call.
 * Arguments: file, url, count, and how it dies: `atOnce` by its own SIGKILL in the very turn, `waiting` when killed.
 */
import { openOutbox } from "#src/outbox/outbox.ts";

const [file = "", url = "", count = "0", dies = ""] = process.argv.slice(2);
const outbox = openOutbox({
  file,
  destination: () => ({ url, secret: "correct horse battery staple", optInEvents: false }),
  onProblem: (reason) => process.stderr.write(`${reason}\n`),
  timing: { timeoutMs: 100 },
});
const call = outbox.forCall({ sessionId: "room-1", workspaceId: "harbour" });
for (let turn = 0; turn < Number(count); turn += 1) {
  call.enqueue({
    event_type: "utterance",
    data: { speaker: "tenant", text: "Hello?", turn_index: turn, stage: "welcome", interrupted: false },
  });
}
if (dies === "atOnce") process.kill(process.pid, "SIGKILL");
