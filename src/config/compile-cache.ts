/** Compiled code is kept on disk: a call's process, of which a burst of calls needs many, takes a third less to start. */
import { flushCompileCache } from "node:module";

/** For the processes that this one starts from now on. What whoever runs us has set stays as it is. */
export function keepCompiledCode(folder: string): void {
  process.env["NODE_COMPILE_CACHE"] ??= folder;
}

/** What this process has compiled, for those that start after it; by itself Node writes it down at the process's end. */
export const writeCompiledCode = (): void => flushCompileCache();
