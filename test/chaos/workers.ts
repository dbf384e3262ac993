/** Runs in processes of their own, one a core: virtual time belongs to a whole process. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { added, type Summary } from "./summary.ts";

/** They print their own reports. Throws when one of them breaks down. */
export async function runInWorkers(given: readonly string[], workers: number): Promise<Summary> {
  const shares = Array.from({ length: workers }, async (_, index) => {
    const command = fileURLToPath(new URL("chaos.ts", import.meta.url));
    // Much is thrown away quickly: without a limit it is kept until the machine has no more.
    const options = { execArgv: ["--max-old-space-size=512"] };
    const process = fork(command, [...given, `--share=${index}/${workers}`], options);
    let summary: Summary | undefined;
    process.on("message", (message) => (summary = message as Summary));
    const [code] = (await once(process, "exit")) as [number | null];
    if (summary === undefined) throw new Error(`A worker of the runs ended with code ${code} and no result.`);
    return summary;
  });
  return added(await Promise.all(shares));
}
