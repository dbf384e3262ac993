import { describe, expect, it } from "vitest";
import { chartCall } from "./chart-call.ts";

const story = { problem: "burst pipe", severity: "flowing" };
const place = { address: "42 Maple Street", unit: "4B" };
const contact = { callbackNumber: "5555550142", name: "Sam" };

describe("safety", () => {
  it("answers a hazard before anything else, over whatever was going on", () => {
    for (const before of [
      () => chartCall().answered(),
      () => chartCall().listening(),
      () => chartCall().listening().voice(),
      () => chartCall().listening().voice().interim("I smell gas").pauses(),
      () => chartCall().listening().says("I smell something."),
      () => chartCall().listening().replied("I smell something."),
      () => chartCall().listening().replied("I smell something.").asksTool("recordDetails"),
    ]) {
      const call = before();
      call.did();
      call.hazard("gas");
      expect(call.did().filter((one) => one.startsWith("phrase") && !one.endsWith("stopped"))).toEqual([
        "phrase safety.gas",
      ]);
      expect(call.context.announcement).toEqual({ phrase: "safety.gas", afterwards: "listen" });
      expect(call.is("live.turn.announcing.playing", "live.safety.warning")).toBe(true);
    }
  });

  it("says an interrupted instruction to its end and answers the caller's words after it", () => {
    const call = chartCall().listening().hazard("electrical").starts().voice();
    call.interim("what").final("What should I do?").falls();
    expect(call.is("live.turn.announcing.interrupted.quiet")).toBe(true);
    call.after(500);
    expect(call.is("live.turn.announcing.playing", "live.safety.warning")).toBe(true);
    call.interim("hello").final("Hello?");
    call.heard();
    expect(call.is("live.turn.responding", "live.safety.warned")).toBe(true);
    expect(call.context.answering).toBe("What should I do? Hello?");
  });

  it("counts only what was heard to its end as warned, and says every instruction that is owed", () => {
    const call = chartCall().listening().hazard("electrical").hazard("medical").hazard("medical");
    expect(call.context.owed).toEqual(["electrical", "medical"]);
    call.did();
    call.heard();
    expect(call.is("live.safety.warning")).toBe(true);
    expect(call.did()).toEqual(["recordAgentTurn", "phrase stopped", "phrase safety.medical"]);
    expect(call.heard().is("live.safety.warned", "live.turn.listening.silent")).toBe(true);
    expect(call.hazard("medical").is("live.safety.warned")).toBe(true);
    expect(call.hazard("violence").is("live.safety.warning")).toBe(true);
  });

  it("sends somebody at once when the caller had to leave the building", () => {
    const call = chartCall().listening().hazard("fire");
    call.did();
    call.heard();
    expect(call.did()).toContain("dispatchEvacuation");
    expect(call.is("live.intake.closing")).toBe(true);
  });

  it("asks for a number first when nobody could be called back", () => {
    const { callerNumber: _withheld, ...withheld } = chartCall().context;
    const call = chartCall({ ...withheld, callerNumber: undefined as never })
      .listening()
      .hazard("gas")
      .heard();
    expect(call.is("live.intake.contact")).toBe(true);
    call.did();
    call.learns({ callbackNumber: "5555550142" });
    expect(call.did()).toEqual(["sendIntakeRecorded", "dispatchEvacuation"]);
    expect(call.is("live.intake.closing")).toBe(true);
  });

  it("does not let the end, nor a transfer, come before the instruction was heard", () => {
    const call = chartCall().listening().says("Wrong number.");
    call.send({ type: "call.endRequested", reason: "wrongNumber" }).hazard("violence");
    expect(call.context.endWanted).toBeUndefined();
    call.send({ type: "transfer.requested", reason: "asked" });
    expect(call.is("live.turn.announcing")).toBe(true);
    call.heard();
    expect(call.context.announcement.phrase).toBe("transferring");
  });
});

describe("a caller in danger", () => {
  it("who flees before the instruction ends is not forgotten", () => {
    const call = chartCall().listening().hazard("gas").starts();
    call.did();
    call.send({ type: "call.hungUp", by: "caller" });
    expect(call.did()).toContain("dispatchUnfinished");
  });

  it("hears the instruction although an alarm never stops", () => {
    const call = chartCall().listening().hazard("fire").starts().voice();
    call.did();
    call.after(2000);
    expect(call.did()).toEqual(["resumePlayout"]);
    expect(call.is("live.turn.announcing.playing")).toBe(true);
  });

  it("hears a reply go on although a noise never stops", () => {
    const speaking = chartCall().listening().replied("A pipe burst.").voice().after(15_000);
    expect(speaking.is("live.turn.responding.speaking")).toBe(true);
    const thinking = chartCall().listening().says("A pipe burst.").voice().after(15_000);
    expect(thinking.is("live.turn.responding.thinking")).toBe(true);
    expect(thinking.falls().context.callerSilent).toBe(true);
  });

  it("who tells of it while nobody picks up is instructed as soon as nobody does", async () => {
    const call = chartCall({ ladder: ["+15555550111"] })
      .listening()
      .send({ type: "dtmf.pressed", digit: "0" })
      .heard();
    call.hazard("gas").humans[0]?.refuse();
    await call.settled();
    expect(call.context.announcement.phrase).toBe("safety.gas");
  });

  it("gets the reply that the instruction cut off", () => {
    const call = chartCall()
      .listening()
      .says("My outlet buzzes.")
      .asksTool("reportHazard")
      .hazard("electrical");
    call.did();
    call.heard();
    expect(call.did()).toContain("reply model ''");
    expect(call.is("live.turn.responding.thinking")).toBe(true);
  });

  it("is sent help once, however many hazards there are", () => {
    const call = chartCall()
      .listening()
      .hazard("gas")
      .heard()
      .hazard("fire")
      .heard()
      .hazard("medical")
      .heard();
    expect(call.did().filter((one) => one === "dispatchEvacuation").length).toBe(1);
  });
});

describe("intake", () => {
  it("moves on as facts become known, in whatever order they come", () => {
    const call = chartCall().listening();
    expect(call.is("live.intake.welcome")).toBe(true);
    expect(call.says("A pipe burst.").is("live.intake.safetyCheck")).toBe(true);
    expect(call.learns({ safe: true, ...place }).is("live.intake.problem")).toBe(true);
    expect(call.learns({ problem: "burst pipe" }).is("live.intake.severity")).toBe(true);
    expect(call.learns({ severity: "flowing" }).is("live.intake.contact")).toBe(true);
    expect(call.learns(contact).is("live.intake.access")).toBe(true);
    expect(call.learns({ permissionToEnter: true }).is("live.intake.confirmation")).toBe(true);
    expect(call.learns({ unit: "4D" }).is("live.intake.confirmation")).toBe(true);
    expect(call.context.facts.unit).toBe("4D");
  });

  it("waits in location for the place and the unit", () => {
    const call = chartCall()
      .listening()
      .says("Hello.")
      .learns({ safe: true, ...story });
    expect(call.learns({ propertyId: "maple" }).is("live.intake.location")).toBe(true);
    expect(call.learns({ unit: "none" }).is("live.intake.contact")).toBe(true);
  });

  const confirmed = () =>
    chartCall()
      .listening()
      .says("A pipe burst.")
      .learns({ safe: true, ...story, ...place, ...contact, permissionToEnter: true });
  const dispatch = {
    type: "dispatch.requested",
    vendor: "Northside",
    trade: "plumbing",
    urgency: "emergency",
  } as const;

  it("dispatches only what the caller has confirmed", () => {
    expect(confirmed().send(dispatch).is("live.intake.confirmation")).toBe(true);
    const call = confirmed().learns({ confirmed: true });
    call.did();
    call.send(dispatch);
    expect(call.did()).toEqual([
      'sendDispatchRequested {"vendor":"Northside","trade":"plumbing","urgency":"emergency"}',
    ]);
    expect(call.is("live.intake.dispatched")).toBe(true);
    expect(call.actor.getSnapshot().hasTag("closable")).toBe(true);
  });

  it("closes after the dispatch: by the agent's goodbye, or by the caller", () => {
    const call = confirmed().learns({ confirmed: true }).send(dispatch).starts();
    call.send({ type: "playout.finished", at: 0 }).says("No, thank you.");
    expect(call.is("live.intake.closing")).toBe(true);
    call.send({ type: "call.endRequested", reason: "completed" }).starts();
    call.send({ type: "playout.finished", at: 0 });
    expect(call.context.announcement).toEqual({ phrase: "goodbye", afterwards: "end" });
    call.did();
    call.heard();
    expect(call.did()).toEqual(["recordAgentTurn", "hangUp", "sendCallEnded", "phrase stopped"]);
    expect(call.outcome).toBe("dispatched");
  });

  it("goes on when the caller has something to add to the goodbye", () => {
    const call = confirmed().learns({ confirmed: true }).send(dispatch).starts();
    call.send({ type: "playout.finished", at: 0 }).says("No.");
    call.send({ type: "call.endRequested", reason: "completed" }).send({ type: "playout.finished", at: 0 });
    expect(call.context.announcement).toEqual({ phrase: "goodbye", afterwards: "end" });
    expect(call.voice().interim("wait").is("live.turn.listening.hearing")).toBe(true);
    call.final("Wait, the gate code is one.").falls().after(2000).heard();
    expect(call.is("live.turn.listening.silent")).toBe(true);
  });

  it("logs what can wait", () => {
    const call = confirmed()
      .learns({ confirmed: true, urgency: "routine" })
      .send({ ...dispatch, urgency: "routine" });
    expect(call.send({ type: "call.hungUp", by: "caller" }).outcome).toBe("logged");
  });

  it("does not let the agent end a call that is not done", () => {
    const call = confirmed().send({ type: "call.endRequested", reason: "completed" });
    expect(call.context.endWanted).toBeUndefined();
    const known = confirmed().send({ type: "call.endRequested", reason: "wrongNumber" });
    expect(known.context.endWanted).toBeUndefined();
  });

  it("ends a wrong number after a friendly word", () => {
    const call = chartCall().listening().says("Is this the pizza place?");
    call.send({ type: "call.endRequested", reason: "wrongNumber" }).heard().heard();
    expect(call.outcome).toBe("wrongNumber");
  });

  it("sends somebody when the caller is cut off after saying what is wrong", () => {
    const call = chartCall().listening().says("A pipe burst.").learns({ problem: "burst pipe" });
    call.did();
    call.send({ type: "call.hungUp", by: "network" });
    expect(call.did()).toContain("dispatchUnfinished");
    expect(call.outcome).toBe("lineLost");
    const early = chartCall().listening();
    early.did();
    early.send({ type: "call.hungUp", by: "caller" });
    expect(early.did()).not.toContain("dispatchUnfinished");
    expect(early.outcome).toBe("callerHungUp");
  });

  it("records the last words before the caller hangs up", () => {
    const call = chartCall().listening().voice().final("Water is pouring at 12 Oak Street");
    call.did();
    call.send({ type: "call.hungUp", by: "caller" });
    expect(call.did()[0]).toBe('recordTenantTurn {"text":"Water is pouring at 12 Oak Street"}');
  });
});

describe("the line", () => {
  it("goes to a human when the caller asks for one, once the reply has said so", async () => {
    const call = chartCall().listening().says("I want a human!");
    call.send({ type: "transfer.requested", reason: "asked" }).heard();
    expect(call.is("live.turn.handedOff", "live.line.transferring")).toBe(true);
    call.humans[0]?.answer();
    await call.settled();
    expect(call.is("live.line.withHuman")).toBe(true);
    call.voice().pauses().falls().hazard("gas").send({ type: "transfer.requested", reason: "asked" });
    expect(call.is("live.turn.handedOff")).toBe(true);
    expect(call.send({ type: "call.hungUp", by: "caller" }).outcome).toBe("withHuman");
  });

  it("goes to a human after a reply whose words ended before its tool did", () => {
    const call = chartCall().listening().replied("Human!").asksTool("transferToHuman").drains();
    call
      .send({ type: "transfer.requested", reason: "asked" })
      .toolDone()
      .send({ type: "playout.finished", at: 0 });
    expect(call.is("live.turn.handedOff", "live.line.transferring")).toBe(true);
  });

  it("says so first when the reply had no words for it", () => {
    const call = chartCall().listening().says("Human!");
    call.send({ type: "transfer.requested", reason: "asked" }).wordless();
    expect(call.context.announcement).toEqual({ phrase: "transferring", afterwards: "handOver" });
    expect(call.heard().is("live.line.transferring")).toBe(true);
  });

  it("goes to a human at the key 0, at once, and at no other key", () => {
    const key = (digit: string) => ({ type: "dtmf.pressed", digit }) as const;
    expect(chartCall().listening().send(key("5")).is("live.turn.listening.silent")).toBe(true);
    for (const call of [chartCall().listening(), chartCall().listening().replied("Hello.")])
      expect(call.send(key("0")).context.announcement.phrase).toBe("transferring");
  });

  it("tries the next number when one does not answer, and comes back in words when nobody does", async () => {
    const call = chartCall().listening().send({ type: "dtmf.pressed", digit: "0" }).heard();
    call.humans[0]?.refuse();
    await call.settled();
    expect(call.humans.map(({ number }) => number)).toEqual(["+15555550111", "+15555550112"]);
    call.after(30_000);
    expect(call.is("live.line.connected", "live.turn.announcing")).toBe(true);
    expect(call.context.announcement.phrase).toBe("nobodyAnswered");
    expect(call.heard().is("live.turn.listening.silent")).toBe(true);
  });

  it("comes back in words when the last human refuses, and tries the next when one rings for too long", async () => {
    const call = chartCall().listening().send({ type: "dtmf.pressed", digit: "0" }).heard().after(30_000);
    expect(call.humans.map(({ number }) => number)).toEqual(["+15555550111", "+15555550112"]);
    call.humans[1]?.refuse();
    await call.settled();
    expect(call.is("live.line.connected", "live.turn.announcing")).toBe(true);
  });

  it("does what was asked for during an interruption", () => {
    const call = chartCall()
      .listening()
      .replied("Human!")
      .send({ type: "transfer.requested", reason: "asked" });
    call.voice().interim("wait").falls().final("Never").after(3000).heard();
    expect(call.is("live.turn.handedOff")).toBe(true);
  });

  it("is not given up by a word over the announcement, nor by a hazard", () => {
    const call = chartCall().listening().send({ type: "dtmf.pressed", digit: "0" }).starts();
    call.voice().final("Thank you.").falls().after(2000).starts().send({ type: "playout.finished", at: 0 });
    expect(call.is("live.line.transferring")).toBe(true);
    const hazard = chartCall()
      .listening()
      .send({ type: "dtmf.pressed", digit: "0" })
      .starts()
      .hazard("gas")
      .heard();
    expect(hazard.context.announcement.phrase).toBe("transferring");
  });

  it("does not end, nor reprompt, while the caller has us on hold", () => {
    const call = chartCall().listening().send({ type: "hold.started" });
    call.did();
    call.after(60_000);
    expect(call.did()).toEqual([]);
    expect(call.is("live.turn.listening.silent")).toBe(true);
  });

  it("tells nobody to call back a caller whom a human has", async () => {
    const call = chartCall().listening().says("A pipe burst.").learns({ problem: "burst pipe" });
    call.send({ type: "transfer.requested", reason: "asked" }).heard().humans[0]?.answer();
    await call.settled();
    call.did();
    call.send({ type: "call.hungUp", by: "caller" });
    expect(call.did()).not.toContain("dispatchUnfinished");
  });

  it("knows hold", () => {
    const call = chartCall().listening().send({ type: "hold.started" });
    expect(call.is("live.line.onHold")).toBe(true);
    expect(call.send({ type: "hold.ended" }).is("live.line.connected")).toBe(true);
    call.send({ type: "transfer.requested", reason: "asked" }, { type: "hold.started" }).heard();
    expect(call.is("live.line.transferring")).toBe(true);
  });
});

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

describe("recording", () => {
  it("is off unless the workspace asks for it", () => {
    expect(chartCall().listening().is("live.recording.off")).toBe(true);
  });

  it("begins with a plain yes to the question after the greeting, and with nothing else", () => {
    const asked = () => chartCall({ asksForRecording: true }).answered().heard();
    const call = asked();
    expect(call.did().at(-1)).toBe("phrase askConsent");
    call.did();
    call.heard().says("Yes, that's fine.");
    expect(call.did()).toContain("startRecording");
    expect(call.is("live.recording.recording")).toBe(true);
    expect(asked().heard().says("There is water everywhere.").is("live.recording.refused")).toBe(true);
    const unasked = chartCall({ asksForRecording: true }).answered().says("Okay so my pipe burst.");
    expect(unasked.is("live.recording.refused")).toBe(true);
  });
});
