/** A clock that all processes of a machine share; `performance.now()` counts from each process's own beginning. */

/** Milliseconds, fractions kept. */
export const monotonicNow = (): number => Number(process.hrtime.bigint()) / 1e6;

/** What `performance.now()` is, here, at a moment of the shared clock. */
export const localTime = (monotonic: number): number => performance.now() - (monotonicNow() - monotonic);

/** The other way round. */
export const monotonicTime = (local: number): number => monotonicNow() - (performance.now() - local);
