/** What a call used, by provider, in words. */
import type { Run } from "#src/api/answers.ts";
import { countText } from "#src/dashboard/words/numbers.ts";
import { durationText } from "#src/dashboard/words/times.ts";

export interface UsageRow {
  name: string;
  used: string;
}

export function usageRows(usage: NonNullable<Run["usage"]>): UsageRow[] {
  const minutes = (name: string, seconds: number | undefined): UsageRow[] =>
    seconds === undefined ? [] : [{ name, used: `${durationText(seconds)} min` }];
  return [
    ...minutes("LiveKit", usage.livekit_seconds),
    ...minutes("Deepgram", usage.deepgram_seconds),
    ...minutes("OpenAI transcription", usage.openai_transcription_seconds),
    ...Object.entries(usage.llm ?? {}).map(([model, used]) => ({
      name: model,
      used: `${countText(used.input_tokens)} tokens in, ${countText(used.output_tokens)} out`,
    })),
    ...Object.entries(usage.tts_characters ?? {}).map(([model, characters]) => ({
      name: model,
      used: `${countText(characters)} characters`,
    })),
  ];
}
