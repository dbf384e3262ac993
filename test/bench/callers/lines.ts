/** What the callers say. `{pause}` stands where somebody stops in the middle of a sentence; how long is drawn. */
import type { CallerName } from "../result.ts";

const short = [
  "Yes.",
  "No.",
  "Yes, that's right.",
  "No, nobody is there.",
  "Since this morning.",
  "Two hours ago.",
  "In the kitchen.",
  "Unit four B.",
  "Three zero two.",
  "About ten minutes.",
  "The second floor.",
  "Just the bathroom.",
  "It's getting worse.",
  "Yes, they can come in.",
  "Maple Court.",
  "Tomorrow morning.",
] as const;

/** Pauses stand before more words of the same sentence, half of them after what could have been all of it. */
const stories = [
  "So there is water coming through the kitchen ceiling {pause} and it is dripping on the table {pause} and I put a bucket under it.",
  "I came home from work {pause} about an hour ago {pause} and the whole bathroom floor was wet.",
  "The heating stopped in the night {pause} and it is really cold in here now {pause} because the windows are old {pause} and they don't close well.",
  "My neighbour upstairs called me {pause} to say that her washing machine {pause} had run over.",
  "The toilet is blocked {pause} and I tried the plunger twice {pause} but it only comes up again.",
  "It started with a small spot {pause} next to the lamp {pause} and now the plaster is coming down.",
  "We have two of us here {pause} and my mother who is eighty {pause} and there is no warm water since Tuesday.",
  "The front door doesn't lock {pause} since somebody tried it yesterday {pause} and I would like it seen to {pause} before the night.",
  "There is a pipe behind the sink {pause} that has been leaking {pause} and I turned the valve as far as it goes.",
  "The fridge stopped cooling on Sunday {pause} and then it went on for a day {pause} but now it makes a terrible noise.",
] as const;

/** All of them fit the question for a number: its digits are ten, and nothing else has any. */
const hesitations = [
  "Um {pause} it's in the bathroom.",
  "Well it started yesterday and {pause} it got worse tonight.",
  "My number is five five five {pause} five five five {pause} zero one four two.",
  "It's {pause} it's my mother's number.",
  "I think it was {pause} about two hours ago.",
  "Yes but {pause} only in the evening.",
  "My name is {pause} Dana Miller.",
  "You can reach me at five five five {pause} five five five zero one {pause} seven three.",
  "I turned the {pause} the little valve under the sink.",
  "It's on Maple Street so {pause} the second entrance.",
  "Um {pause} no {pause} I don't think so.",
  "Call my neighbour and {pause} she will come down.",
] as const;

/** Said into the agent's speech: real words, and enough of them. */
const bargeIns = [
  "Sorry, it is the upstairs bathroom, not the kitchen.",
  "Wait, I meant apartment four B.",
  "No, hold on, it stopped a minute ago.",
  "Can somebody come tonight, please?",
  "Listen, I really need a plumber now.",
  "Actually, it is my neighbour who has the key.",
  "Excuse me, how long will that take?",
  "Yes, I know, but the water keeps coming.",
] as const;

export const linesBy: Record<CallerName, readonly string[]> = {
  short,
  stories,
  hesitations,
  sounds: short,
  "barge-ins": bargeIns,
};

/** In milliseconds, both included. */
export const pausesBy: Partial<Record<CallerName, { from: number; to: number }>> = {
  stories: { from: 300, to: 900 },
  hesitations: { from: 400, to: 900 },
};
