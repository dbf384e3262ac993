/** One process that hears one utterance: it loads its model, decodes while audio comes, and prints the words at the end. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface Model {
  /** Folder of the acoustic model. */
  acoustic: string;
  dictionary: string;
  language: string;
}

export interface Decoder {
  /** Linear 16-bit samples at 16 kHz. */
  write(audio: Buffer): void;
  /** No more audio; `ended` follows. */
  end(): void;
  /** The words, lower-case; an error instead when the process failed. Never rejects. */
  readonly ended: Promise<string[] | Error>;
}

/** The decoder opens its input by name, which cannot be done with the socket that Node gives to a child. */
const command = 'cat | pocketsphinx_continuous "$@"';

export function startDecoder(model: Model): Decoder {
  const options = {
    "-infile": "/dev/stdin",
    "-hmm": model.acoustic,
    "-dict": model.dictionary,
    "-lm": model.language,
    // The utterance has been cut out of the stream already.
    "-remove_silence": "no",
    "-logfn": "/dev/null",
  };
  const child = spawn("sh", ["-c", command, "sh", ...Object.entries(options).flat()], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  // A process that ends too early is told of by its exit code.
  child.stdin.on("error", () => child.stdin.destroy());
  const exit = new Promise<Error | undefined>((resolve) => {
    child.once("error", resolve);
    child.once("close", (code) => {
      resolve(code === 0 ? undefined : new Error(`pocketsphinx_continuous ended with code ${code}`));
    });
  });
  const ended = Promise.all([text(child.stdout), exit]).then(
    ([output, failure]) => failure ?? output.split(/\s+/).filter((word) => word !== ""),
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  return {
    write: (audio) => child.stdin.write(audio),
    end: () => child.stdin.end(),
    ended,
  };
}
