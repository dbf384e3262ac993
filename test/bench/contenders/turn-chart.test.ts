import { expect, it } from "vitest";
import { createActor, SimulatedClock } from "xstate";
import { type TurnEvent, turnChart } from "./turn-chart.ts";

const started: TurnEvent = { type: "vad.speechStarted" };
const ended: TurnEvent = { type: "vad.speechEnded" };
const interim: TurnEvent = { type: "stt.interim" };
const final = (text: string): TurnEvent => ({ type: "stt.final", text });
const audible: TurnEvent = { type: "playout.started" };
const finished: TurnEvent = { type: "reply.finished" };

/** Sends events and lets milliseconds pass; returns what was done. */
function run(...steps: (TurnEvent | number)[]): string[] {
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  const clock = new SimulatedClock();
  const replies = {
    speculate: (words: string) => void done.push(`speculate ${words}`),
    commit: note("commit"),
    abandon: note("abandon"),
    interrupt: note("interrupt"),
    pause: note("pause"),
    resume: note("resume"),
  };
  const actor = createActor(turnChart, { input: replies, clock }).start();
  for (const step of steps) {
    if (typeof step === "number") clock.increment(step);
    else actor.send(step);
  }
  actor.stop();
  return done;
}

it("begins a reply at the final transcript, and lets it be heard when the caller stays silent", () => {
  const turn = [started, interim, final("A leak."), ended] as const;
  expect(run(...turn, 40)).toEqual(["abandon", "speculate A leak."]);
  expect(run(...turn, 60)).toEqual(["abandon", "speculate A leak.", "commit"]);
});

it("drops the reply when the caller goes on, and answers all of it afterwards", () => {
  expect(run(started, final("A leak"), ended, 30, started, final("in the kitchen."), ended, 60)).toEqual([
    "abandon",
    "speculate A leak",
    "abandon",
    "speculate in the kitchen.",
    "commit",
  ]);
});

it("answers also when what came after the words was a cough", () => {
  expect(run(started, final("A leak."), ended, 30, started, ended, 60)).toEqual([
    "abandon",
    "speculate A leak.",
    "abandon",
    "commit",
  ]);
});

it("waits for a final that is late, for a while", () => {
  expect(run(started, interim, ended, 400, final("A leak."))).toEqual([
    "abandon",
    "speculate A leak.",
    "commit",
  ]);
  expect(run(started, interim, ended, 50, 1500)).toEqual(["abandon", "commit"]);
});

it("says nothing to a sound without words", () => {
  expect(run(started, ended, 5000)).toEqual(["abandon"]);
});

it("pauses at the first voice, and ends what it was saying at the first words, before it begins anew", () => {
  expect(run(audible, started, interim, final("Wait."), ended, 60)).toEqual([
    "pause",
    "abandon",
    "interrupt",
    "speculate Wait.",
    "commit",
  ]);
  expect(run(audible, started, final("Wait."), finished)).toEqual([
    "pause",
    "abandon",
    "interrupt",
    "speculate Wait.",
  ]);
});

it("goes on where the voice was none of words", () => {
  expect(run(audible, started, 900, ended, 490)).toEqual(["pause", "abandon"]);
  expect(run(audible, started, 900, ended, 510)).toEqual(["pause", "abandon", "resume"]);
});

it("owes nothing once its reply is heard", () => {
  expect(run(started, final("A leak."), ended, 60, audible, finished, started, ended, 60)).toEqual([
    "abandon",
    "speculate A leak.",
    "commit",
    "abandon",
  ]);
});
