/** Counts what a call uses of its vendors. Where an answer was broken off and nobody says what it costs, tokens are estimated. */
import type { AskedFor, CallUsage, Clock, LlmUsage, Usage } from "./ports.ts";

/** A token of English is about four characters; the call's own figure is used as soon as the vendor has told one. */
const charactersPerToken = 4;

/** Counting begins at once: it is opened when the agent is in the room. */
export function meterUsage(clock: Clock): CallUsage {
  const begun = clock.now();
  const counted: Counted = { heard: 0, transcribed: 0, llm: new Map(), characters: new Map() };
  const underWay = new Set<(into: Counted) => void>();
  let told: Usage = {};
  let known: { tokens: number; characters: () => number } | undefined;

  /** Billed now, or in what the totals show, by `count`. */
  const askedFor = (count: (into: Counted) => void): AskedFor => {
    underWay.add(count);
    return {
      taken() {
        if (underWay.delete(count)) count(counted);
      },
      refused: () => void underWay.delete(count),
    };
  };
  const estimate = (characters: number): number => {
    const ofKnown = known?.characters() ?? 0;
    return Math.ceil(
      characters * (known !== undefined && ofKnown > 0 ? known.tokens / ofKnown : 1 / charactersPerToken),
    );
  };
  const present = (from: Counted): Usage => usageOf(from, (clock.now() - begun) / 1000);

  return {
    heard: (seconds) => void (counted.heard += seconds),
    transcribes: (seconds) => askedFor((into) => void (into.transcribed += seconds)),
    speaks: (model, characters) => askedFor((into) => add(into.characters, model, characters)),
    thinks(model, promptCharacters) {
      let chunks = 0;
      const broken = (into: Counted): void =>
        addTokens(into.llm, model, {
          requests: 1,
          input_tokens: estimate(promptCharacters()),
          cached_input_tokens: 0,
          output_tokens: chunks,
          estimated_requests: 1,
        });
      const asked = askedFor(broken);
      return {
        ...asked,
        chunk: () => void chunks++,
        told({ input, cachedInput, output }) {
          if (!underWay.delete(broken)) return;
          known = { tokens: input, characters: promptCharacters };
          addTokens(counted.llm, model, {
            requests: 1,
            input_tokens: input,
            cached_input_tokens: cachedInput,
            output_tokens: output,
          });
        },
      };
    },
    totals() {
      const all: Counted = {
        ...counted,
        llm: new Map([...counted.llm].map(([model, tokens]) => [model, { ...tokens }])),
        characters: new Map(counted.characters),
      };
      for (const count of underWay) count(all);
      return present(all);
    },
    sinceTold() {
      const now = present(counted);
      const since = difference(now, told);
      told = now;
      return Object.keys(since).length === 0 ? undefined : since;
    },
  };
}

interface Counted {
  /** Seconds. */
  heard: number;
  transcribed: number;
  llm: Map<string, LlmUsage>;
  characters: Map<string, number>;
}

function add(into: Map<string, number>, key: string, amount: number): void {
  into.set(key, (into.get(key) ?? 0) + amount);
}

function addTokens(into: Map<string, LlmUsage>, model: string, tokens: LlmUsage): void {
  const so = into.get(model);
  const estimated = (so?.estimated_requests ?? 0) + (tokens.estimated_requests ?? 0);
  into.set(model, {
    requests: (so?.requests ?? 0) + tokens.requests,
    input_tokens: (so?.input_tokens ?? 0) + tokens.input_tokens,
    cached_input_tokens: (so?.cached_input_tokens ?? 0) + tokens.cached_input_tokens,
    output_tokens: (so?.output_tokens ?? 0) + tokens.output_tokens,
    ...(estimated === 0 ? {} : { estimated_requests: estimated }),
  });
}

function usageOf({ heard, transcribed, llm, characters }: Counted, livekit: number): Usage {
  return {
    livekit_seconds: hundredths(livekit),
    ...(heard === 0 ? {} : { deepgram_seconds: hundredths(heard) }),
    ...(transcribed === 0 ? {} : { openai_transcription_seconds: hundredths(transcribed) }),
    ...(llm.size === 0 ? {} : { llm: Object.fromEntries(llm) }),
    ...(characters.size === 0 ? {} : { tts_characters: Object.fromEntries(characters) }),
  };
}

/** Counts only grow: what is in both is never less in `now`. */
function difference(now: Usage, before: Usage): Usage {
  const seconds = (name: "livekit_seconds" | "deepgram_seconds" | "openai_transcription_seconds") => {
    const grown = hundredths((now[name] ?? 0) - (before[name] ?? 0));
    return grown === 0 ? {} : { [name]: grown };
  };
  const llm = Object.entries(now.llm ?? {}).flatMap(([model, tokens]) => {
    const grown = lessTokens(tokens, before.llm?.[model]);
    return grown.requests === 0 ? [] : [[model, grown] as const];
  });
  const characters = Object.entries(now.tts_characters ?? {}).flatMap(([model, count]) => {
    const grown = count - (before.tts_characters?.[model] ?? 0);
    return grown === 0 ? [] : [[model, grown] as const];
  });
  return {
    ...seconds("livekit_seconds"),
    ...seconds("deepgram_seconds"),
    ...seconds("openai_transcription_seconds"),
    ...(llm.length === 0 ? {} : { llm: Object.fromEntries(llm) }),
    ...(characters.length === 0 ? {} : { tts_characters: Object.fromEntries(characters) }),
  };
}

function lessTokens(now: LlmUsage, before: LlmUsage | undefined): LlmUsage {
  if (before === undefined) return now;
  const estimated = (now.estimated_requests ?? 0) - (before.estimated_requests ?? 0);
  return {
    requests: now.requests - before.requests,
    input_tokens: now.input_tokens - before.input_tokens,
    cached_input_tokens: now.cached_input_tokens - before.cached_input_tokens,
    output_tokens: now.output_tokens - before.output_tokens,
    ...(estimated === 0 ? {} : { estimated_requests: estimated }),
  };
}

const hundredths = (seconds: number): number => Math.round(seconds * 100) / 100;
