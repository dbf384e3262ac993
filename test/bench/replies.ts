/** What the stand-in for the model says, to whoever asks: an opener, as prompts for telephones ask for one, and a question. */
import { createRandom } from "#src/simulate/noise.ts";

export const openers = ["Okay.", "Thank you.", "I see.", "I'm sorry to hear that.", "Alright."] as const;

/** With the opener, 2 to 5 seconds of speech. */
const shortQuestions = [
  "How long has it been like this?",
  "Which room is it in?",
  "Has anybody looked at it yet?",
  "Is it getting worse at the moment?",
  "What is the number of your unit?",
  "Could you say a little more about it?",
  "When did you notice it first?",
  "May a technician come in if you are out?",
  "Which floor is your apartment on?",
  "Is there anything else that we should know?",
] as const;

/** With the opener, 6 to 10 seconds: there is time to interrupt. */
const longQuestions = [
  "I am writing all of this down so that the technician knows about it before the visit. Could you tell me which room it is in, and how long it has been going on?",
  "Somebody will look at this tonight, and you will be called back before they set out. What is the best number to reach you at, and who should they ask for?",
  "Before I send somebody I would like to be sure that they find you without any trouble. Which building are you in, and is there a door code that they will need?",
  "It helps the technician a great deal to know what has been tried already. Has anybody turned the valve, or looked at it since you noticed it for the first time?",
  "I have noted that, and it will be passed on to the person who is on call tonight. Will you be at home for the next two hours, or should somebody else let them in?",
] as const;

export interface ReplyStyle {
  seed: number;
  /** Long replies are there to be interrupted. */
  length: "short" | "long";
}

/** The same for the same seed and count of what the caller has said. */
export function replyText({ seed, length }: ReplyStyle, userMessages: number): string {
  const random = createRandom(seed * 1_009 + userMessages);
  const questions = length === "short" ? shortQuestions : longQuestions;
  return `${pick(openers, random())} ${pick(questions, random())}`;
}

/** Whatever a client may cut a reply into: each of its sentences, and each run of them. */
export function speakablePieces(): string[] {
  const replies = openers.flatMap((opener) =>
    [...shortQuestions, ...longQuestions].map((question) => `${opener} ${question}`),
  );
  const pieces = replies.flatMap((reply) => {
    const sentences = reply.split(/(?<=[.?]) /);
    return sentences.flatMap((_, from) =>
      sentences.slice(from).map((_, more) => sentences.slice(from, from + more + 1).join(" ")),
    );
  });
  return [...new Set(pieces)];
}

function pick(texts: readonly string[], share: number): string {
  return texts[Math.floor(share * texts.length)] ?? "";
}
