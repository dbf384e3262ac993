/** Newline-delimited JSON on a socket. */
import type { Socket } from "node:net";

/** More than any message: who sends a longer line does not speak this protocol. */
const lineLimit = 4 * 1024 * 1024;

/** Every whole line, parsed; what is no JSON, does not end, or is choked on closes the connection. */
export function readLines(socket: Socket, onLine: (value: unknown) => void): void {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string | Buffer) => {
    const lines = `${rest}${String(chunk)}`.split("\n");
    rest = lines.pop() ?? "";
    try {
      if (rest.length > lineLimit) throw new RangeError("line");
      for (const line of lines) onLine(JSON.parse(line));
    } catch {
      socket.destroy();
    }
  });
}
