import { expect, it } from "vitest";
import { streamAudio } from "#src/voice/audio-body.ts";

const samples = Int16Array.from({ length: 40 }, (_, index) => index * 801 - 16_000);
const bytes = new Uint8Array(samples.buffer);

/** A body in chunks of these many bytes. */
function body(lengths: readonly number[]): Response {
  let at = 0;
  const chunks = lengths.map((length) => bytes.slice(at, (at += length)));
  return new Response(ReadableStream.from(chunks), { headers: { "content-type": "audio/pcm" } });
}

it.each([[[80]], [[1, 1, 1, 77]], [[3, 2, 5, 8, 1, 61]], [[79, 1]], [[1, 79]]])(
  "is whole samples wherever its chunks end: %j",
  async (lengths) => {
    const speech = streamAudio(
      async () => body(lengths),
      { firstByteMs: 1000 },
      new AbortController().signal,
    );
    const pieces: number[][] = [];
    for await (const piece of speech) pieces.push([...piece]);
    expect(pieces.flat()).toEqual([...samples]);
    expect(pieces.every((piece) => piece.length > 0)).toBe(true);
  },
);
