import { describe, expect, it } from "vitest";
import { chartCall } from "./chart-call.ts";

describe("failing providers", () => {
  it("a model that fails is replaced by the script within the turn", () => {
    const guessing = chartCall().listening().voice().final("A pipe burst.").pauses();
    guessing.did();
    guessing.fails("llm");
    expect(guessing.did()).toEqual([
      "recordAgentTurn",
      'sendProviderDegraded {"provider":"llm"}',
      "reply stopped",
      "reply script 'A pipe burst.'",
    ]);
    const taken = chartCall().listening().says("A pipe burst.");
    taken.did();
    expect(taken.fails("llm").is("live.turn.responding.thinking", "live.health.llm.degraded")).toBe(true);
    expect(taken.did()).toContain("reply script ''");
  });

  it("a model that breaks off while it is heard is continued by the script", () => {
    const call = chartCall().listening().replied("A pipe burst.").fails("llm");
    expect(call.is("live.turn.responding.speaking")).toBe(true);
    call.did();
    call.send({ type: "playout.finished", at: 0 });
    expect(call.did()).toContain("reply script ''");
    const interrupted = chartCall().listening().says("A pipe burst.").voice().fails("llm").falls().after(500);
    interrupted.did();
    interrupted.send({ type: "playout.finished", at: 0 });
    expect(interrupted.did()).toContain("reply script ''");
  });

  it("a model is tried again after a while, and left alone longer when it fails again", () => {
    const call = chartCall().listening().says("A pipe burst.").fails("llm").heard().after(15_000);
    expect(call.is("live.health.llm.probing")).toBe(true);
    expect(call.context.brain).toBe("model");
    call.says("Hello?").fails("llm");
    expect(call.is("live.health.llm.down")).toBe(true);
    expect(call.context.brain).toBe("script");
    call.heard().after(15_000).send({ type: "provider.recovered", provider: "llm" });
    expect(call.is("live.health.llm.working")).toBe(true);
  });

  it("a voice that fails is answered from cached audio, then by a human", () => {
    const call = chartCall().listening().says("A pipe burst.").fails("tts");
    expect(call.is("live.turn.recovering", "live.health.tts.degraded")).toBe(true);
    call.send({ type: "provider.recovered", provider: "tts" });
    expect(call.is("live.health.tts.working")).toBe(true);
    call.heard().says("A pipe burst.").fails("tts");
    expect(call.is("live.health.tts.degraded")).toBe(true);
    expect(call.context.announcement).toEqual({ phrase: "allSystemsDown", afterwards: "handOver" });
    call.fails("tts");
    expect(call.is("live.health.tts.down", "live.turn.handedOff", "live.line.transferring")).toBe(true);
    const apologizing = chartCall().listening().says("A pipe burst.").fails("tts").fails("tts");
    expect(apologizing.is("live.turn.handedOff", "live.line.transferring")).toBe(true);
    expect(call.send({ type: "provider.recovered", provider: "tts" }).is("live.health.tts.working")).toBe(
      true,
    );
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
    const call = chartCall().listening().says("A pipe burst.").fails("llm").fails("llm");
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
    call.after(1000).voice().after(2000).falls().after(1500);
    expect(call.context.announcement).toEqual({ phrase: "allSystemsDown", afterwards: "handOver" });
  });

  it("failures are forgotten once a reply was heard", () => {
    const call = chartCall().listening().says("Hello?").fails("tts").heard().replied("A pipe burst.");
    call.send({ type: "playout.finished", at: 0 });
    expect(call.context.failures).toBe(0);
  });

  it("a recognizer that is lost in the middle of a sentence loses no word that was heard", () => {
    const call = chartCall()
      .listening()
      .voice()
      .interim("my unit is 4B")
      .fails("stt")
      .final("in the kitchen");
    expect(call.pauses().context.answering).toBe("my unit is 4B in the kitchen");
  });

  it("a model that is late is given a rest, and tried again", () => {
    const call = chartCall().listening().says("A pipe burst.").after(6000);
    expect(call.is("live.health.llm.degraded", "live.turn.responding.thinking")).toBe(true);
    call.starts().send({ type: "playout.finished", at: 0 }).after(15_000);
    expect(call.context.brain).toBe("model");
  });

  it("a recognizer that fails is opened anew", () => {
    const call = chartCall().listening();
    call.did();
    call.fails("stt");
    expect(call.did()).toEqual(["reopenRecognizer", 'sendProviderDegraded {"provider":"stt"}']);
    expect(call.fails("stt").is("live.health.stt.down")).toBe(true);
    expect(call.after(15_000).is("live.health.stt.degraded")).toBe(true);
    expect(call.send({ type: "provider.recovered", provider: "stt" }).is("live.health.stt.working")).toBe(
      true,
    );
    call.fails("stt").fails("stt").send({ type: "provider.recovered", provider: "stt" });
    expect(call.is("live.health.stt.working")).toBe(true);
  });
});
