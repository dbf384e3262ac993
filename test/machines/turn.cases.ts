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
    const call = chartCall().listening().voice().interim("my number is").pauses();
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
    expect(call.did()).toEqual(["reopenRecognizer", "phrase apology"]);
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

describe("replying", () => {
  it("speaks, and listens when the reply was heard", () => {
    const call = chartCall().listening().replied("A pipe burst.");
    expect(call.is(turn("responding.speaking"))).toBe(true);
    expect(call.send({ type: "playout.finished", at: call.now }).is(turn("listening.silent"))).toBe(true);
  });

  it("pauses in the same step as the caller's voice, and goes on after a cough", () => {
    const call = chartCall().listening().replied("A pipe burst.");
    call.did();
    call.voice();
    expect(call.did()).toEqual(["pausePlayout"]);
    call.send({ type: "vad.paused", at: call.now, voicedUntil: call.now }).falls().after(500);
    expect(call.did()).toEqual(["resumePlayout"]);
    expect(call.is(turn("responding.speaking"))).toBe(true);
  });

  it("goes on after an mhm, and hears a second sound in the same pause", () => {
    const call = chartCall()
      .listening()
      .replied("A pipe burst.")
      .voice()
      .falls()
      .voice()
      .interim("Mhm.")
      .falls();
    expect(call.is(turn("responding.interrupted.quiet"))).toBe(true);
    expect(call.after(500).is(turn("responding.speaking"))).toBe(true);
    const greeting = chartCall().answered().voice().falls().voice().falls();
    expect(greeting.after(500).is(turn("announcing.playing"))).toBe(true);
  });

  it("gives up the floor to words", () => {
    const call = chartCall().listening().replied("A pipe burst.").voice();
    call.did();
    call.interim("wait");
    expect(call.is(turn("listening.hearing.voiced"))).toBe(true);
    expect(call.did()).toEqual(["recordAgentTurn", "reply stopped"]);
    const late = chartCall().listening().replied("A pipe burst.").voice().falls().final("Wait, stop.");
    expect(late.is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("takes a yes over a yes-or-no question for an answer, and elsewhere for listening", () => {
    const asked = chartCall().listening().replied("A pipe burst.");
    expect(asked.context.expects).toBe("yesNo");
    expect(asked.voice().interim("yes").is(turn("listening.hearing.voiced"))).toBe(true);
    const told = chartCall().listening().replied("A pipe burst.").learns({ safe: true });
    expect(told.voice().interim("yes").is(turn("responding.interrupted.voiced"))).toBe(true);
  });

  it("takes a yes for an answer after all when the agent was about to end", () => {
    const ending = () => {
      const call = chartCall().listening().replied("A pipe burst.").learns({ safe: true }).voice();
      return call.final("Yes.").falls().after(500);
    };
    const call = ending();
    call.send({ type: "playout.finished", at: call.now });
    expect(call.is(turn("responding.endpointing"))).toBe(true);
    expect(call.context.answering).toBe("Yes.");
    const later = ending().after(3000);
    expect(later.send({ type: "playout.finished", at: later.now }).is(turn("listening.silent"))).toBe(true);
  });

  it("does not let a reply that is made anew talk over a caller who is talking", () => {
    const call = chartCall().listening().says("A pipe burst.").asksTool("findProperty").voice().fails("llm");
    expect(call.is(turn("responding.interrupted.voiced"))).toBe(true);
    expect(call.falls().after(500).is(turn("responding.thinking"))).toBe(true);
  });

  it("hears the caller when the playout ended in the very moment of the interruption", () => {
    const call = chartCall().listening().replied("A pipe burst.").voice();
    expect(call.send({ type: "playout.finished", at: 0 }).is(turn("listening.hearing.voiced"))).toBe(true);
    const fallen = chartCall().listening().replied("A pipe burst.").voice().falls();
    fallen.send({ type: "playout.finished", at: 0 });
    expect(fallen.is(turn("listening.hearing.awaitingWords"))).toBe(true);
  });

  it("does not lose the reply to a cough before its first word", () => {
    const call = chartCall().listening().says("A pipe burst.");
    call.did();
    call.voice().falls().after(500);
    expect(call.is(turn("responding.thinking"))).toBe(true);
    expect(call.did()).toEqual(["pausePlayout", "resumePlayout"]);
  });

  it("bridges a long wait with a filler, then answers by the script, then apologizes", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").falls().after(1000);
    call.did();
    call.after(600);
    expect(call.did()).toEqual(["playFiller"]);
    call.after(6000);
    expect(call.did()).toContain("reply script ''");
    expect(call.is(turn("responding.thinking"))).toBe(true);
    expect(call.after(6000).is(turn("recovering"))).toBe(true);
    expect(call.heard().is(turn("listening.silent"))).toBe(true);
    call.says("Hello?").after(6000);
    expect(call.did().at(-1)).toBe("phrase allSystemsDown");
  });

  it("bridges a gap in the middle of a reply", () => {
    const call = chartCall().listening().replied("A pipe burst.").drains();
    call.did();
    expect(call.after(1200).is(turn("responding.thinking"))).toBe(true);
    expect(call.did()).toEqual(["playFiller"]);
    expect(call.starts().is(turn("responding.speaking"))).toBe(true);
  });

  it("does not say one moment for ever", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").falls().after(400);
    let fillers = 0;
    call.did();
    for (let time = 0; time < 200; time++) {
      call.after(100);
      if (!call.did().includes("playFiller")) continue;
      fillers++;
      call.starts().after(500).drains();
    }
    expect(fillers).toBe(4);
    expect(call.is(turn("responding"))).toBe(false);
  });

  it("notes the caller's sounds in the middle of a reply", () => {
    const call = chartCall().listening().replied("A pipe burst.").voice().falls().after(500);
    call.send(
      { type: "vad.paused", at: 5, voicedUntil: 4 },
      { type: "vad.speechEnded", at: 9, voicedUntil: 8 },
    );
    expect(call.context.voicedUntil).toBe(8);
  });

  it("listens again when a playout never ends", () => {
    expect(chartCall().listening().replied("A pipe burst.").after(60_000).is(turn("listening.silent"))).toBe(
      true,
    );
    expect(chartCall().answered().after(60_000).is(turn("listening.silent"))).toBe(true);
  });
});

describe("tools", () => {
  it("are not run while the turn is only a guess, and run when it was taken", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").pauses();
    call.did();
    call.asksTool("recordDetails").asksTool("reportHazard");
    expect(call.did()).toEqual([]);
    call.falls().after(2000);
    expect(call.did()).toContain("tool recordDetails");
    expect(call.is(turn("responding.toolCalling"))).toBe(true);
    call.toolDone();
    expect(call.did()).toEqual(["tool stopped", "reply <- tool.finished", "tool reportHazard"]);
    expect(call.toolDone().is(turn("responding.thinking"))).toBe(true);
  });

  it("are thrown away with the guess that asked for them", () => {
    const call = chartCall().listening().voice().interim("a pipe").pauses().asksTool("recordDetails");
    call.send({ type: "vad.voiced", at: call.now }).interim("a pipe burst").pauses();
    expect(call.context.pendingTools).toEqual([]);
  });

  it("run beside the words of the reply, and while it waits", () => {
    const call = chartCall().listening().replied("A pipe burst.").asksTool("findProperty");
    expect(call.is(turn("responding.toolCalling"))).toBe(true);
    call.asksTool("recordDetails").toolDone();
    expect(call.toolDone().is(turn("responding.speaking"))).toBe(true);
    const waiting = chartCall().listening().says("A pipe burst.").asksTool("findProperty").starts();
    expect(waiting.toolDone().is(turn("responding.speaking"))).toBe(true);
  });

  it("are finished once begun, whatever the caller does meanwhile", () => {
    const call = chartCall().listening().replied("A pipe burst.").asksTool("requestDispatch");
    call.did();
    call.voice();
    expect(call.did()).toEqual(["pausePlayout"]);
    call.pauses().falls().toolDone();
    expect(call.is(turn("responding.interrupted.quiet"))).toBe(true);
    expect(call.after(500).is(turn("responding.speaking"))).toBe(true);
    call.asksTool("recordDetails").voice().interim("wait").final("Wait a moment.").falls();
    expect(call.toolDone().is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("bridge a long wait with a filler, and are given up after a deadline", () => {
    const call = chartCall().listening().says("A pipe burst.").asksTool("findProperty");
    call.did();
    call.after(1200);
    expect(call.did()).toEqual(["playFiller"]);
    call.starts().drains().after(1200);
    expect(call.did()).toEqual(["playFiller"]);
    call.after(8000);
    expect(call.is(turn("recovering"))).toBe(true);
  });

  it("that never end, twice, put the caller through to a human", () => {
    const call = chartCall().listening().says("A pipe burst.").fails("tts").heard();
    call.says("A pipe burst.").asksTool("findProperty").after(8000);
    expect(call.context.announcement.phrase).toBe("allSystemsDown");
  });

  it("that fail leave the call where a result would have left it", () => {
    const failed = { type: "tool.failed", reason: "TypeError" } as const;
    const two = chartCall()
      .listening()
      .says("A pipe burst.")
      .asksTool("findProperty")
      .asksTool("recordDetails");
    expect(two.send(failed).is(turn("responding.toolCalling"))).toBe(true);
    const barged = chartCall().listening().replied("A pipe burst.").asksTool("findProperty").voice();
    expect(barged.send(failed).is(turn("responding.interrupted.voiced"))).toBe(true);
    const audible = chartCall().listening().replied("A pipe burst.").asksTool("findProperty");
    expect(audible.send(failed).is(turn("responding.speaking"))).toBe(true);
  });

  it("that fail are told to the reply like any other result", () => {
    const call = chartCall().listening().says("A pipe burst.").asksTool("findProperty");
    call.did();
    call.send({ type: "tool.failed", reason: "TypeError" });
    expect(call.did()).toEqual(["tool stopped", "reply <- tool.failed"]);
  });

  it("that outlast the words are bridged with a filler, counted from the end of the words", () => {
    const call = chartCall().listening().replied("A pipe burst.").asksTool("findProperty");
    call.did();
    call.after(1000).drains().after(1000);
    expect(call.did()).toEqual([]);
    call.after(200);
    expect(call.did()).toEqual(["playFiller"]);
    expect(call.toolDone().is(turn("responding.thinking"))).toBe(true);
    expect(call.send({ type: "playout.finished", at: 0 }).is(turn("listening.silent"))).toBe(true);
  });

  it("asked for during an interruption run when the reply goes on", () => {
    const call = chartCall().listening().replied("A pipe burst.").voice().asksTool("recordDetails").falls();
    expect(call.after(500).is(turn("responding.toolCalling"))).toBe(true);
  });
});

describe("silence of the caller", () => {
  it("is met with two reprompts, a promise to call back, and the end", () => {
    const call = chartCall().listening();
    call.did();
    call.after(7000).heard().after(7000).heard().after(7000).heard();
    expect(call.did().filter((one) => /^phrase \w+\d?$/.test(one) && !one.endsWith("stopped"))).toEqual([
      "phrase reprompt1",
      "phrase reprompt2",
      "phrase promiseCallBack",
    ]);
    expect(call.outcome).toBe("callerSilent");
  });

  it("is told to somebody who will keep the promise, and goes to a human when no number is known to call back", () => {
    const call = chartCall().listening().after(7000).heard().after(7000).heard().after(7000);
    call.did();
    call.heard();
    expect(call.did()).toEqual([
      "recordAgentTurn",
      "hangUp",
      "dispatchUnfinished",
      "sendCallEnded",
      "phrase stopped",
    ]);
    const withheld = chartCall({ callerNumber: undefined as never }).listening();
    withheld.after(7000).heard().after(7000).heard().after(7000);
    expect(withheld.context.announcement).toEqual({ phrase: "transferring", afterwards: "handOver" });
  });

  it("ends the call with a goodbye once everything is done", () => {
    const call = chartCall().listening().hazard("gas").heard().after(5000);
    expect(call.did().at(-1)).toBe("phrase goodbye");
    call.heard();
    expect(call.did()).toContain("hangUp");
    expect(call.outcome).toBe("evacuated");
  });
});

describe("words that nobody answered", () => {
  it("are answered after an apology that they waited for, or fell into", () => {
    const tool = chartCall().listening().says("A pipe burst.").asksTool("findProperty").voice();
    tool.final("The gate code is one.").falls().after(8000);
    expect(tool.is(turn("recovering"))).toBe(true);
    expect(tool.heard().is(turn("responding.endpointing"))).toBe(true);
    const during = chartCall()
      .listening()
      .says("A pipe burst.")
      .fails("tts")
      .interim("hello")
      .final("Hello?");
    expect(during.heard().context.answering).toBe("Hello?");
  });

  it("do not keep noise from being noticed", () => {
    const call = chartCall().listening().voice();
    for (let time = 0; time < 600 && !call.is(turn("recovering")); time++)
      call.after(150).pauses().after(50).send({ type: "vad.voiced", at: call.now });
    expect(call.is(turn("recovering"))).toBe(true);
  });
});

describe("fixed phrases", () => {
  it("pause for a cough and go on, and give way to words", () => {
    const call = chartCall().answered().starts();
    call.did();
    call.voice().pauses().falls().after(500);
    expect(call.did()).toEqual(["pausePlayout", "resumePlayout"]);
    expect(call.voice().final("There is water everywhere").is(turn("listening.hearing.voiced"))).toBe(true);
    const byInterim = chartCall().answered().voice().interim("Help");
    expect(byInterim.is(turn("listening.hearing.voiced"))).toBe(true);
  });

  it("leave the floor with a caller who has been making noise all along", () => {
    expect(chartCall().listening().voice().after(90_000).heard().is(turn("listening.hearing.voiced"))).toBe(
      true,
    );
  });

  it("hear a voice end that they were spoken over", () => {
    const call = chartCall().listening().voice().hazard("gas").falls();
    expect(call.context.callerSilent).toBe(true);
    expect(call.heard().is(turn("listening.silent"))).toBe(true);
  });

  it("leave the floor with a caller who is speaking when they end", () => {
    const call = chartCall().answered();
    call.send({ type: "playout.started", at: 0 });
    call.hazard("gas").send({ type: "vad.paused", at: 1, voicedUntil: 1 });
    const talking = chartCall().listening().voice().hazard("electrical").heard();
    expect(talking.is(turn("listening.hearing.voiced"))).toBe(true);
    expect(talking.falls().is(turn("listening.hearing.awaitingWords"))).toBe(true);
  });
});
