/** The local engines are the vendors of a call here, and its usage is to be what they would send a bill for. */
import { usageSchema } from "#src/outbox/contract.ts";
import type { Keyless } from "../../src/keyless.ts";

type Requests = Awaited<ReturnType<Keyless["place"]>>["requests"];

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** What the engines took, also of what was broken off later. */
export function billOf({ listen, chat, speech, aura }: Requests = none) {
  const answered = chat.filter(({ billed }) => billed.input > 0);
  return {
    deepgramSeconds: sum(listen.map(({ audioBytes }) => audioBytes / 2 / 16_000)),
    requests: answered.length,
    inputTokens: sum(answered.map(({ billed }) => billed.input)),
    outputTokens: sum(answered.map(({ billed }) => billed.output)),
    characters: sum([...speech, ...aura].map(({ input }) => input?.length ?? 0)),
  };
}

const none: Requests = { listen: [], chat: [], speech: [], transcription: [], aura: [] };

/** Audio on its way when the call ends, and a token or two of a stream that is broken off. */
const seconds = 0.5;
const tokensOfBroken = 3;
const estimate = 0.01;

/** Sentences on what was told wrongly: never less than the bill, and not more but for what was called off unread. */
export function mistakes(told: unknown, bill: ReturnType<typeof billOf>): string[] {
  const { data: usage } = usageSchema.safeParse(told);
  if (usage === undefined) return ["no usage was told"];
  const models = Object.values(usage.llm ?? {});
  const of = (name: "requests" | "input_tokens" | "output_tokens" | "estimated_requests"): number =>
    sum(models.map((tokens) => tokens[name] ?? 0));
  const characters = sum(Object.values(usage.tts_characters ?? {}));
  const heard = usage.deepgram_seconds ?? 0;
  const unread = of("requests") - bill.requests;
  // Where the vendor read none of them, nobody but the call can say how long they were.
  const perRequest =
    bill.requests === 0 ? of("input_tokens") / Math.max(1, of("requests")) : bill.inputTokens / bill.requests;
  const wrong: [boolean, string][] = [
    [Math.abs(heard - bill.deepgramSeconds) > seconds, `${heard} s heard of ${bill.deepgramSeconds}`],
    [unread < 0 || unread > of("estimated_requests"), `${of("requests")} requests of ${bill.requests}`],
    [
      of("input_tokens") < bill.inputTokens * (1 - estimate) ||
        of("input_tokens") > (bill.inputTokens + unread * perRequest * 1.5) * (1 + estimate),
      `${of("input_tokens")} tokens asked of ${bill.inputTokens}`,
    ],
    [
      Math.abs(of("output_tokens") - bill.outputTokens) > of("estimated_requests") * tokensOfBroken,
      `${of("output_tokens")} tokens answered of ${bill.outputTokens}`,
    ],
    [characters < bill.characters, `${characters} characters of ${bill.characters}`],
  ];
  return wrong.flatMap(([isWrong, how]) => (isWrong ? [how] : []));
}
