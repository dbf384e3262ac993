/** Puts together what the events of a call told of its usage. */
import type { Usage } from "#src/outbox/contract.ts";

type Tokens = NonNullable<Usage["llm"]>[string];
type Pick = (one: number, other: number) => number;

/** The turns' usage is what came since the turn before: together it is what was used so far. */
export const addUsage = (one: Usage, other: Usage): Usage => combine(one, other, (a, b) => a + b);

/**
 * The end tells of all that its own process saw: more than the turns did, whose sum leaves out what followed the last one, but
 * less where another process began the call.
 */
export const greaterUsage = (one: Usage, other: Usage): Usage => combine(one, other, Math.max);

function combine(one: Usage, other: Usage, pick: Pick): Usage {
  const seconds = (["livekit_seconds", "deepgram_seconds", "openai_transcription_seconds"] as const).flatMap(
    (name) => {
      const [a, b] = [one[name], other[name]];
      // Told in hundredths, and summed up as such.
      return a === undefined && b === undefined ? [] : [[name, Math.round(pick(a ?? 0, b ?? 0) * 100) / 100]];
    },
  );
  const llm = byName(one.llm, other.llm, noTokens, (a, b) => combineTokens(a, b, pick));
  const characters = byName(one.tts_characters, other.tts_characters, 0, pick);
  return {
    ...Object.fromEntries(seconds),
    ...(llm === undefined ? {} : { llm }),
    ...(characters === undefined ? {} : { tts_characters: characters }),
  };
}

const noTokens: Tokens = { requests: 0, input_tokens: 0, cached_input_tokens: 0, output_tokens: 0 };

function combineTokens(one: Tokens, other: Tokens, pick: Pick): Tokens {
  const estimated = pick(one.estimated_requests ?? 0, other.estimated_requests ?? 0);
  return {
    requests: pick(one.requests, other.requests),
    input_tokens: pick(one.input_tokens, other.input_tokens),
    cached_input_tokens: pick(one.cached_input_tokens, other.cached_input_tokens),
    output_tokens: pick(one.output_tokens, other.output_tokens),
    ...(estimated === 0 ? {} : { estimated_requests: estimated }),
  };
}

function byName<Amount>(
  one: Readonly<Record<string, Amount>> | undefined,
  other: Readonly<Record<string, Amount>> | undefined,
  none: Amount,
  combined: (one: Amount, other: Amount) => Amount,
): Record<string, Amount> | undefined {
  if (one === undefined && other === undefined) return undefined;
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return Object.fromEntries(
    [...names].map((name) => [name, combined(of(one, name) ?? none, of(other, name) ?? none)]),
  );

  /** A model may be named as something that every object has. */
  function of(amounts: Readonly<Record<string, Amount>> | undefined, name: string): Amount | undefined {
    return amounts !== undefined && Object.hasOwn(amounts, name) ? amounts[name] : undefined;
  }
}
