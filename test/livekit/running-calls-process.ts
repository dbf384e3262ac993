/** Records a call and waits to be killed: `node running-calls-process.ts FOLDER`. */
import { argv, stdout } from "node:process";
import { recordCall } from "#src/livekit/running-calls.ts";
import { newCall } from "./running-calls-example.ts";

recordCall(argv[2] ?? "", newCall(), (reason) => stdout.write(`${reason}\n`));
stdout.write("recorded\n");
setInterval(() => {}, 1_000);
