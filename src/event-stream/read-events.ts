/** The other end of an event stream. */
export interface StreamEvent {
  event: string;
  data: string;
}

/** More than any event: who sends a longer one does not speak this protocol. */
const longestFrame = 4 * 1024 * 1024;

/** Every event of our own streams, whose data is one line; ends with the stream, and throws when it breaks. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body) {
    const frames = `${rest}${decoder.decode(bytes, { stream: true })}`.split("\n\n");
    rest = frames.pop() ?? "";
    if (rest.length > longestFrame) throw new RangeError("An event is too long.");
    for (const frame of frames) {
      const fields = new Map<string, string>();
      for (const line of frame.split("\n")) {
        const colon = line.indexOf(": ");
        if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
      }
      const data = fields.get("data");
      if (data !== undefined) yield { event: fields.get("event") ?? "message", data };
    }
  }
}
