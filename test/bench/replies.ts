/** What the stand-in for the model says, to whoever asks: an opener, as prompts for telephones ask for one, and a question. */
import type { ChatReply, ChatRequest } from "#src/local/chat-request.ts";
import { createRandom } from "#src/simulate/noise.ts";

/** 2 to 5 seconds of speech. */
const shortReplies = [
  "Okay. How long has it been like this?",
  "Thank you. Which room is it in?",
  "I see. Has anybody looked at it yet?",
  "I'm sorry to hear that. Is it getting worse at the moment?",
  "Alright. What is the number of your unit?",
  "Okay. Could you say a little more about it?",
  "Thank you. Which floor is your apartment on?",
  "I see. When did you notice it first?",
  "I'm sorry to hear that. Can a technician come in tonight?",
  "Alright. Is there anything else that we should know?",
] as const;

/** 6 to 12 seconds: there is time to interrupt. */
const longReplies = [
  "Okay. I am writing this down so that the technician knows about it before the visit. Could you tell me which room it is in, and how long it has been going on?",
  "Thank you. Somebody will look at this tonight, and you will be called back before they set out. What is the best number to reach you at?",
  "I see. Before I send somebody I would like to be sure that they find you without trouble. Which building are you in, and is there a door code?",
  "I'm sorry to hear that. It helps a great deal to know what has been tried already. Has anybody turned the valve since you noticed it?",
  "Alright. I have noted that, and it will be passed on to the person who is on call tonight. Will you be at home for the next two hours?",
] as const;

const replies = { short: shortReplies, long: longReplies };
/** The tool of ours that only remembers, and asks for no second reply. */
const noting = "recordDetails";
const all: readonly string[] = [...shortReplies, ...longReplies];

export interface ReplyStyle {
  seed: number;
  /** Long replies are there to be interrupted. */
  length: keyof typeof replies;
  /** What the model notes in its first reply where it is offered the tool for it. */
  notes?: Readonly<Record<string, string | boolean>>;
}

/** To a request of the call. */
export function replyTo({ messages, tools = [] }: ChatRequest, style: ReplyStyle): ChatReply {
  const { notes } = style;
  const text = replyText(style, messages.filter(({ role }) => role === "user").length);
  const isOffered = tools.some((tool) => tool.function.name === noting);
  const hasNoted = messages.some(({ tool_calls: calls = [] }) => calls.length > 0);
  const notesNow = notes !== undefined && isOffered && !hasNoted;
  return { text, toolCalls: notesNow ? [{ name: noting, arguments: notes }] : [] };
}

/** The same for the same seed and the same count of messages of the caller's. */
export function replyText({ seed, length }: ReplyStyle, userMessages: number): string {
  const texts = replies[length];
  const random = createRandom(seed * 1_009 + userMessages);
  return texts[Math.floor(random() * texts.length)] ?? "";
}

/** Of each reply, its first sentence. */
export const openers: readonly string[] = all.map((reply) => sentencesOf(reply)[0] ?? "");

/** Whatever a client may cut a reply into: each of its sentences, and each run of them. */
export function speakablePieces(): string[] {
  const pieces = all
    .map(sentencesOf)
    .flatMap((sentences) =>
      sentences.flatMap((_, from) =>
        sentences.slice(from).map((_, more) => sentences.slice(from, from + more + 1).join(" ")),
      ),
    );
  return [...new Set(pieces)];
}

function sentencesOf(reply: string): string[] {
  return reply.split(/(?<=[.?]) /);
}
