/** The queue's file cannot be used. The message is one sentence and holds nothing that is in the file. */
export class QueueError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "QueueError";
  }
}
