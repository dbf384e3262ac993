import { describe, expect, it } from "vitest";
import { chartCall } from "./chart-call.ts";

const turn = (state: string) => `live.turn.${state}`;

describe("answering", () => {
  it("greets from cached audio and listens while it does", () => {
    const call = chartCall().answered();
    expect(call.did()).toEqual(["sendCallInitiated", "startHearing", "phrase greeting"]);
    expect(call.is(turn("announcing.playing"))).toBe(true);
  });

  it("ends a call that nobody answers", () => {
    const call = chartCall().after(30_000);
    expect(call.actor.getSnapshot().status).toBe("done");
  });

  it("ends when the caller gives up while it rings", () => {
    const call = chartCall().send({ type: "call.hungUp", by: "caller" });
    expect(call.outcome).toBe("callerHungUp");
  });

  it("gives the floor to the caller after the greeting", () => {
    const call = chartCall().listening();
    expect(call.is(turn("listening.silent"))).toBe(true);
    expect(call.did().slice(3)).toEqual(["recordAgentTurn", "phrase stopped"]);
  });
});

describe("taking a turn", () => {
  it("prepares the reply at the first pause and lets it go when the silence has lasted", () => {
    const call = chartCall().listening().voice().interim("a pipe burst").pauses();
    expect(call.is(turn("responding.endpointing.paused"))).toBe(true);
    call.did();
    call.falls().final("A pipe burst.").after(2000);
    expect(call.is(turn("responding.thinking"))).toBe(true);
    expect(call.did()).toEqual([
      "askEndOfTurn",
      'recordTenantTurn {"text":"A pipe burst."}',
      "reply <- reply.released",
      "playFiller",
    ]);
  });

  it("throws the reply away, unspoken, when the caller goes on", () => {
    const call = chartCall().listening().voice().interim("my sink leaks").pauses();
    call.did();
    call.send({ type: "vad.voiced", at: call.now });
    expect(call.is(turn("listening.hearing.voiced"))).toBe(true);
    expect(call.did()).toEqual(["recordAgentTurn", "reply stopped"]);
  });

  it("prepares it anew when the final transcript says more than the interim did", () => {
    const call = chartCall().listening().voice().interim("a pipe").pauses().falls();
    call.did();
    call.final("A pipe burst in the kitchen.");
    expect(call.did()).toEqual([
      "recordAgentTurn",
      "reply stopped",
      "reply model 'A pipe burst in the kitchen.'",
    ]);
    expect(call.is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("keeps it when the final transcript only adds punctuation, or an interim repeats itself", () => {
    const call = chartCall().listening().voice().interim("a pipe burst").pauses().falls();
    call.did();
    call.interim("a pipe").interim("a pipe burst").final("A pipe burst.");
    expect(call.did()).toEqual([]);
  });

  it("keeps it when the final transcript writes the same words otherwise", () => {
    const call = chartCall().listening().voice().interim("it's forty two maple street unit four b").pauses();
    call.falls().did();
    call.final("It's 42 Maple Street, Unit 4B.");
    expect(call.did()).toEqual([]);
    expect(call.after(2000).did()[0]).toBe('recordTenantTurn {"text":"It\'s 42 Maple Street, Unit 4B."}');
  });

  it("does the same while the detector has not given up on the voice", () => {
    const call = chartCall().listening().voice().interim("a pipe").pauses();
    call.interim("a pipe burst");
    expect(call.context.answering).toBe("a pipe burst");
    call.final("A pipe burst in the kitchen.");
    expect(call.context.answering).toBe("A pipe burst in the kitchen.");
    call.did();
    call.final("");
    expect(call.did()).toEqual([]);
  });

  it("waits for the final transcript, though not for ever", () => {
    const call = chartCall().listening().voice().interim("a pipe burst").falls().after(2000);
    expect(call.is(turn("responding.thinking"))).toBe(true);
    const waiting = chartCall().listening().voice().interim("a pipe burst").falls().after(800);
    expect(waiting.is(turn("responding.endpointing.awaitingFinal"))).toBe(true);
    expect(waiting.final("A pipe burst.").is(turn("responding.thinking"))).toBe(true);
  });

  it("prepares anew when the awaited final says something else", () => {
    const call = chartCall().listening().voice().interim("a pipe burst").falls().after(800);
    expect(call.final("The pipe burst here.").is(turn("responding.endpointing.settling"))).toBe(true);
    expect(call.context.answering).toBe("The pipe burst here.");
  });

  it("takes three breaths of a telephone number as one turn", () => {
    const call = chartCall().listening();
    call.says("A pipe burst.").heard();
    call.learns({
      safe: true,
      problem: "burst pipe",
      severity: "flowing",
      address: "42 Maple Street",
      unit: "4B",
    });
    call.did();
    for (const breath of ["5 5 5", "5 5 5", "0 1 4 2"])
      call.voice().final(breath).pauses().falls().after(700);
    call.after(1000);
    expect(call.did().filter((one) => one.startsWith("recordTenantTurn"))).toEqual([
      'recordTenantTurn {"text":"5 5 5 5 5 5 0 1 4 2"}',
    ]);
  });

  it("prepares no reply to words that lead on, until a reply would be ready when the turn ends", () => {
    const call = chartCall().listening().voice().interim("my number is").pauses();
    expect(call.is(turn("listening.hearing.paused"))).toBe(true);
    call.falls().did();
    expect(call.after(340).did()).toEqual([]);
    expect(call.after(20).did()).toEqual(["reply model 'my number is'"]);
    expect(call.is(turn("responding.endpointing.settling"))).toBe(true);
    expect(call.after(1170).is(turn("responding.endpointing.settling"))).toBe(true);
    expect(call.after(30).is(turn("responding.endpointing.awaitingFinal"))).toBe(true);
  });

  it("prepares it at once when the words come that complete them", () => {
    const interim = chartCall().listening().voice().interim("my name is").pauses();
    interim.did();
    expect(interim.interim("my name is Sam").did()).toEqual(["reply model 'my name is Sam'"]);
    const final = chartCall().listening().voice().interim("my name is").pauses().falls();
    expect(final.is(turn("listening.hearing.awaitingWords"))).toBe(true);
    final.did();
    final.interim("my name is um").final("My name is").final("Sam.");
    expect(final.did()).toEqual(["reply model 'My name is Sam.'"]);
    const ended = chartCall().listening().voice().interim("my").falls().interim("my name");
    expect(ended.is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("waits a moment for a recognizer that lags behind the voice", () => {
    const lagging = () => {
      const call = chartCall().listening().voice().interim("a pipe burst").after(500).pauses();
      call.did();
      return call;
    };
    expect(lagging().is(turn("listening.hearing.paused"))).toBe(true);
    expect(lagging().interim("a pipe burst under the sink").did()).toEqual([
      "reply model 'a pipe burst under the sink'",
    ]);
    expect(lagging().interim("a pipe burst and").is(turn("listening.hearing.paused"))).toBe(true);
    expect(lagging().final("A pipe burst and").is(turn("listening.hearing.paused"))).toBe(true);
    expect(lagging().after(440).did()).toEqual([]);
    expect(lagging().after(460).did()).toEqual(["reply model 'a pipe burst'"]);
    const goesOn = lagging();
    expect(goesOn.send({ type: "vad.voiced", at: goesOn.now }).is(turn("listening.hearing.voiced"))).toBe(
      true,
    );
    expect(goesOn.did()).toEqual([]);
  });

  it("takes a sentence that ends for the whole of it, though it came before the voice's last sample", () => {
    const call = chartCall().listening().voice().interim("A pipe burst.").after(500).pauses();
    expect(call.is(turn("responding.endpointing.paused"))).toBe(true);
  });

  it("takes words that the voice detector missed", () => {
    expect(chartCall().listening().interim("hello").is(turn("responding.endpointing.settling"))).toBe(true);
    expect(chartCall().listening().final("Hello.").is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("waits for words after a pause without any", () => {
    const call = chartCall().listening().voice().pauses();
    expect(call.is(turn("listening.hearing.paused"))).toBe(true);
    call.send({ type: "eot.predicted", at: 0, probability: 0.4 });
    expect(call.context.endOfTurn).toBe(0.4);
    expect(call.send({ type: "vad.voiced", at: 0 }).is(turn("listening.hearing.voiced"))).toBe(true);
    expect(call.pauses().interim("hello").is(turn("responding.endpointing.paused"))).toBe(true);
  });

  it("does not wait for ever for a detector that tells neither voice nor its end", () => {
    const call = chartCall().listening().voice().pauses().after(1500);
    expect(call.is(turn("listening.hearing.awaitingWords"))).toBe(true);
    expect(call.after(1500).is(turn("listening.silent"))).toBe(true);
  });

  it("takes a final that comes in a pause, or after the voice is gone", () => {
    const paused = chartCall().listening().voice().pauses();
    expect(paused.final("Hello.").is(turn("responding"))).toBe(true);
    const gone = chartCall().listening().voice().pauses().falls();
    expect(gone.is(turn("listening.hearing.awaitingWords"))).toBe(true);
    gone.send({ type: "eot.predicted", at: 0, probability: 0.3 });
    expect(gone.final("Hello.").is(turn("responding"))).toBe(true);
    expect(chartCall().listening().voice().falls().interim("Hello").is(turn("responding"))).toBe(true);
  });

  it("goes back to silence after a cough, and hears the caller go on after one", () => {
    expect(chartCall().listening().voice().falls().after(1500).is(turn("listening.silent"))).toBe(true);
    expect(chartCall().listening().voice().falls().voice().is(turn("listening.hearing.voiced"))).toBe(true);
  });

  it("says so when somebody spoke at length and no word was recognized", () => {
    const call = chartCall().listening().after(1000).voice().after(2000).falls();
    call.did();
    call.after(1500);
    expect(call.is(turn("recovering"))).toBe(true);
    expect(call.did()).toEqual([
      "reopenRecognizer",
      'sendProviderDegraded {"provider":"stt","state":"degraded"}',
      "phrase apology",
    ]);
  });

  it("asks again after ninety seconds of unbroken noise", () => {
    expect(chartCall().listening().voice().after(90_000).is(turn("recovering"))).toBe(true);
  });

  it("settles anew when the end-of-turn model answers", () => {
    const call = chartCall().listening().voice().final("A pipe burst").pauses();
    call.send({ type: "eot.predicted", at: call.now, probability: 0.9 }).falls();
    call.send({ type: "eot.predicted", at: call.now, probability: 0.05 });
    expect(call.context.endOfTurn).toBe(0.05);
    expect(call.final("").is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("waits for the words of what was said last, though earlier ones are final", () => {
    const call = chartCall().listening().after(1000).voice().final("Yes.").pauses();
    call.after(300).send({ type: "vad.voiced", at: call.now }).after(700).pauses().falls().after(400);
    expect(call.is(turn("responding.endpointing.awaitingFinal"))).toBe(true);
    call.final("And the baby is coughing.");
    expect(call.context.answering).toBe("Yes. And the baby is coughing.");
  });

  it("takes words that come after the turn was taken, and no repetition", () => {
    const call = chartCall().listening().says("A pipe burst.");
    expect(call.final("A pipe burst.").is(turn("responding.thinking"))).toBe(true);
    call.final("And the baby is coughing.");
    expect(call.is(turn("responding.endpointing"))).toBe(true);
    expect(call.context.answering).toBe("And the baby is coughing.");
  });

  it("settles although the detector never tells that the voice ended", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").pauses().after(1500);
    expect(call.is(turn("responding.endpointing.settling"))).toBe(true);
    expect(call.after(1000).is(turn("responding.thinking"))).toBe(true);
  });

  it("hears a caller who starts again while the turn settles", () => {
    const call = chartCall().listening().voice().final("A pipe burst").falls().voice();
    expect(call.is(turn("listening.hearing.voiced"))).toBe(true);
  });
});

describe("words that come late", () => {
  it("take the floor although our voice went on, unless they were taken already", () => {
    const call = () => {
      const speaking = chartCall()
        .listening()
        .replied("A pipe burst.")
        .after(1000)
        .voice()
        .falls()
        .after(500);
      expect(speaking.is(turn("responding.speaking"))).toBe(true);
      return speaking;
    };
    for (const late of [call().final("And my kitchen floods"), call().interim("And my kitchen floods")])
      expect(late.context.answering).toBe("And my kitchen floods");
    expect(call().final("A pipe has burst.").is(turn("responding.speaking"))).toBe(true);
    const greeting = chartCall().answered().starts().after(1000).voice().falls().after(500);
    expect(greeting.final("My kitchen floods").context.answering).toBe("My kitchen floods");
  });

  it("that are the same again are no new ones", () => {
    const call = chartCall().listening().voice().final("There is a leak.").final("There is a leak.");
    expect(call.context.finals).toBe("There is a leak.");
    const digits = chartCall().listening().voice().final("Five five five.").final("Five five five.");
    expect(digits.context.finals).toBe("Five five five. Five five five.");
  });
});
