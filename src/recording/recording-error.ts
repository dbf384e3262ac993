/** A recording that cannot be used; the message names it, what is wrong and the remedy, and bears no key. */
export class RecordingError extends Error {
  constructor(recording: string, found: string, remedy: string) {
    super(`${recording}: ${found}; ${remedy}.`);
    this.name = "RecordingError";
  }
}
