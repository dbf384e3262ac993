import { describe, expect, it } from "vitest";
import { chartCall } from "./chart-call.ts";

describe("failing providers", () => {
  it("a model that fails is replaced by the second one, and that by the script, within the turn", () => {
    const guessing = chartCall().listening().voice().final("A pipe burst.").pauses();
    guessing.did();
    guessing.fails("llm");
    expect(guessing.did()).toEqual([
      "recordAgentTurn",
      'sendProviderDegraded {"provider":"llm","state":"degraded"}',
      "reply stopped",
      "reply secondModel 'A pipe burst.'",
    ]);
    const taken = chartCall().listening().says("A pipe burst.");
    taken.did();
    expect(taken.fails("llm").is("live.turn.responding.thinking", "live.health.llm.degraded")).toBe(true);
    expect(taken.did()).toContain("reply secondModel ''");
    expect(taken.fails("llm").is("live.turn.responding.thinking", "live.health.llm.down")).toBe(true);
    expect(taken.did()).toContain("reply script ''");
  });

  it("a model that breaks off while it is heard is continued by the second one", () => {
    const call = chartCall().listening().replied("A pipe burst.").fails("llm");
    expect(call.is("live.turn.responding.speaking")).toBe(true);
    call.did();
    call.send({ type: "playout.finished", at: 0 });
    expect(call.did()).toContain("reply secondModel ''");
    const interrupted = chartCall().listening().says("A pipe burst.").voice().fails("llm").falls().after(500);
    interrupted.did();
    interrupted.send({ type: "playout.finished", at: 0 });
    expect(interrupted.did()).toContain("reply secondModel ''");
  });

  it("a model is tried again after a while, and again when it fails once more", () => {
    const call = chartCall().listening().says("A pipe burst.").fails("llm").heard().after(15_000);
    expect(call.is("live.health.llm.probing")).toBe(true);
    expect(call.context.brain).toBe("model");
    call.says("Hello?").fails("llm");
    expect(call.is("live.health.llm.degraded")).toBe(true);
    expect(call.fails("llm").is("live.health.llm.down")).toBe(true);
    expect(call.context.brain).toBe("script");
    call.heard().after(15_000).send({ type: "provider.recovered", provider: "llm" });
    expect(call.is("live.health.llm.working")).toBe(true);
  });

  it("a voice that fails is replaced by the second one, and tried again after a while", () => {
    const call = chartCall().listening().replied("A pipe burst.");
    const degraded = { type: "provider.degraded", provider: "tts", reason: "status 500" } as const;
    const recovered = { type: "provider.recovered", provider: "tts" } as const;
    call.did();
    call.send(degraded);
    expect(call.did()).toEqual([
      "useSecondVoice",
      'sendProviderDegraded {"provider":"tts","state":"degraded"}',
    ]);
    expect(call.is("live.turn.responding.speaking", "live.health.tts.degraded")).toBe(true);
    expect(call.send(recovered).is("live.health.tts.working")).toBe(true);
    call.send(degraded).heard();
    expect(call.after(15_000).did()).toContain("useFirstVoice");
    expect(call.is("live.health.tts.probing")).toBe(true);
    expect(call.send(degraded).is("live.health.tts.degraded")).toBe(true);
    expect(call.after(15_000).send(recovered).is("live.health.tts.working")).toBe(true);
  });

  it("two voices that fail are answered from cached audio, then by a human", () => {
    const call = chartCall().listening().says("A pipe burst.").fails("tts");
    expect(call.is("live.turn.recovering", "live.health.tts.down")).toBe(true);
    call.send({ type: "provider.recovered", provider: "tts" });
    expect(call.is("live.health.tts.working")).toBe(true);
    call.heard().says("A pipe burst.").fails("tts");
    expect(call.context.announcement).toEqual({ phrase: "allSystemsDown", afterwards: "handOver" });
    call.fails("tts");
    expect(call.is("live.turn.handedOff", "live.line.transferring")).toBe(true);
    const apologizing = chartCall().listening().says("A pipe burst.").fails("tts").fails("tts");
    expect(apologizing.is("live.turn.handedOff", "live.line.transferring")).toBe(true);
    const probing = chartCall().listening().says("A pipe burst.").fails("tts").heard().after(15_000);
    expect(probing.is("live.health.tts.probing")).toBe(true);
    expect(probing.says("Hello?").fails("tts").is("live.health.tts.down")).toBe(true);
    const second = chartCall().listening().says("A pipe burst.");
    second.send({ type: "provider.degraded", provider: "tts", reason: "stalled" }).fails("tts");
    expect(second.is("live.health.tts.down", "live.turn.recovering")).toBe(true);
  });

  it("a voice that fails during a guess is noticed when the turn is taken", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").pauses().fails("tts");
    expect(call.is("live.turn.responding.endpointing")).toBe(true);
    expect(call.falls().after(2000).is("live.turn.recovering")).toBe(true);
    const interrupted = chartCall().listening().says("A pipe burst.").voice().fails("tts").falls();
    expect(interrupted.after(500).is("live.turn.recovering")).toBe(true);
  });

  it("a voice that fails in the middle of a reply is apologized for, then a human takes over", () => {
    const call = chartCall().listening().replied("A pipe burst.").fails("tts");
    expect(call.is("live.turn.recovering")).toBe(true);
    call.heard().replied("A pipe burst.").fails("tts");
    expect(call.context.announcement.phrase).toBe("allSystemsDown");
    const guessed = chartCall().listening().says("Hello.").fails("tts").heard();
    guessed.voice().final("A pipe burst.").pauses().fails("tts").falls().after(2000);
    expect(guessed.context.announcement.phrase).toBe("allSystemsDown");
  });

  it("a reply without words and without a wish is apologized for", () => {
    const call = chartCall().listening().says("A pipe burst.").wordless();
    expect(call.is("live.turn.recovering")).toBe(true);
  });

  it("a reply that the script cannot make either is apologized for", () => {
    const call = chartCall().listening().says("A pipe burst.").fails("llm").fails("llm").fails("llm");
    expect(call.is("live.turn.recovering")).toBe(true);
    call.voice();
    expect(call.is("live.turn.listening.hearing.voiced")).toBe(true);
    const talking = chartCall().listening().says("A pipe burst.").fails("tts").falls();
    expect(talking.heard().is("live.turn.listening.silent")).toBe(true);
    expect(
      chartCall().listening().says("A").fails("tts").after(60_000).is("live.turn.listening.silent"),
    ).toBe(true);
  });

  it("ears that stay deaf lead to a human", () => {
    const call = chartCall().listening();
    for (let time = 0; time < 2; time++) call.after(1000).voice().after(2000).falls().after(1500).heard();
    expect(call.is("live.health.stt.degraded")).toBe(true);
    call.after(1000).voice().after(2000).falls().after(2500);
    expect(call.context.announcement).toEqual({ phrase: "allSystemsDown", afterwards: "handOver" });
  });

  it("failures are forgotten once a reply was heard", () => {
    const call = chartCall().listening().says("Hello?").fails("tts").heard().replied("A pipe burst.");
    call.send({ type: "playout.finished", at: 0 });
    expect(call.context.failures).toBe(0);
  });

  it("a recognizer that is lost in the middle of a sentence hears it again, and what was heard stays until then", () => {
    const call = chartCall().listening().voice().interim("my unit is 4B").fails("stt");
    const silent = chartCall().listening().voice().interim("my unit is 4B").fails("stt").pauses().falls();
    expect(call.final("My unit is 4B in the kitchen.").pauses().context.answering).toBe(
      "My unit is 4B in the kitchen.",
    );
    expect(silent.after(3000).context.taken).toBe("my unit is 4B");
  });

  it("a model that is late is given a rest, and tried again", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").pauses().falls().after(500);
    expect(call.after(3300).is("live.health.llm.degraded", "live.turn.responding.thinking")).toBe(true);
    call.starts().send({ type: "playout.finished", at: 0 }).after(15_000);
    expect(call.context.brain).toBe("model");
  });

  it("a model that has begun leaves the voice its time", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").pauses().falls().after(500);
    call.after(3000).send({ type: "llm.started", at: call.now }).after(3000);
    expect(call.is("live.health.llm.working", "live.turn.responding.thinking")).toBe(true);
  });

  it("a recognizer that fails is opened anew, then replaced by the second one, then tried again", () => {
    const call = chartCall().listening();
    const recovered = { type: "provider.recovered", provider: "stt" } as const;
    call.did();
    call.fails("stt");
    expect(call.did()).toEqual([
      "reopenRecognizer",
      'sendProviderDegraded {"provider":"stt","state":"degraded"}',
    ]);
    expect(call.send(recovered).is("live.health.stt.working")).toBe(true);
    call.fails("stt").fails("stt");
    expect(call.did()).toContain("useSecondRecognizer");
    expect(call.context.ears).toBe("second");
    call.after(15_000);
    expect(call.is("live.health.stt.probing")).toBe(true);
    expect(call.did()).toContain("reopenRecognizer");
    expect(call.fails("stt").is("live.health.stt.degraded")).toBe(true);
    expect(call.after(15_000).send(recovered).is("live.health.stt.working")).toBe(true);
  });

  it("no ears at all lead to a human, and are tried again", () => {
    const call = chartCall().listening().fails("stt").fails("stt").fails("stt");
    expect(call.is("live.health.stt.down")).toBe(true);
    expect(call.context.announcement).toEqual({ phrase: "transferring", afterwards: "handOver" });
    expect(call.after(15_000).is("live.health.stt.probing")).toBe(true);
  });
});

describe("a silence of ours that nobody explains", () => {
  const noticed = (ms: number) => ({ type: "silence.noticed", at: 0, ms }) as const;

  it("is filled, then given to the next brain, then apologized for, then to a human", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").pauses().falls().after(500);
    call.did();
    call.send(noticed(2000), noticed(3000));
    expect(call.did()).toEqual(["resumePlayout", "playFiller", "resumePlayout", "playFiller"]);
    call.send(noticed(4000));
    expect(call.context.brain).toBe("secondModel");
    for (let time = 0; time < 3; time++) call.send(noticed(2000));
    expect(call.context.brain).toBe("script");
    for (let time = 0; time < 3; time++) call.send(noticed(2000));
    expect(call.is("live.turn.recovering")).toBe(true);
    call.heard().voice().final("A pipe burst.").pauses().falls().after(500);
    for (let time = 0; time < 9; time++) call.send(noticed(2000));
    expect(call.context.announcement.phrase).toBe("allSystemsDown");
  });

  it("in a phrase is played on, then left to a human", () => {
    const greeting = chartCall().answered();
    greeting.did();
    expect(greeting.send(noticed(2000)).did()).toEqual(["resumePlayout"]);
    expect(greeting.send(noticed(3000)).is("live.turn.handedOff")).toBe(true);
    const apologizing = chartCall().listening().says("A pipe burst.").fails("tts").send(noticed(2000));
    expect(apologizing.is("live.turn.recovering")).toBe(true);
    expect(apologizing.send(noticed(3000)).is("live.turn.handedOff")).toBe(true);
  });

  it("ends a call that nobody hears and no human takes, and somebody is told", async () => {
    for (const sent of [false, true]) {
      const call = chartCall({ ladder: ["+15555550111"] }).listening();
      if (sent) call.hazard("gas").heard();
      call.send({ type: "dtmf.pressed", digit: "0" });
      for (let round = 0; round < 2; round++) {
        call.send(noticed(3000));
        expect(call.is("live.turn.handedOff")).toBe(true);
        call.did();
        call.humans.at(-1)?.refuse();
        await call.settled();
      }
      expect(call.outcome).toBe(sent ? "evacuated" : "completed");
      expect(call.did().filter((one) => /hangUp|dispatch/.test(one))).toEqual(
        sent ? ["hangUp"] : ["hangUp", "dispatchUnfinished"],
      );
    }
  });
});
