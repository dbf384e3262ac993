/** How the processes that serve are told to end. */

/** Resolved by the first SIGTERM or SIGINT; a second one ends the process at once. */
export function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      if (asked) process.exit(1);
      asked = true;
      resolve();
    });
  return promise;
}
