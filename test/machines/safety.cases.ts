import { describe, expect, it } from "vitest";
import { chartCall } from "./chart-call.ts";

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
    expect(call.did()).toEqual(["resumeClause"]);
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

  it("is instructed again when nobody could hear it: on hold, or while the line was broken", () => {
    for (const [away, back] of [
      ["hold.started", "hold.ended"],
      ["line.broken", "line.mended"],
    ] as const) {
      const call = chartCall().listening().send({ type: away }).hazard("gas").heard();
      expect(call.is("live.turn.listening.silent", "live.safety.warning")).toBe(true);
      call.did();
      call.send({ type: back });
      expect(call.did()).toContain("phrase safety.gas");
      expect(call.heard().is("live.safety.warned")).toBe(true);
    }
  });

  it("is answered after the instruction although they talk while they cannot hear it", () => {
    const talking = chartCall().listening().send({ type: "hold.started" }).hazard("gas").heard();
    talking.voice().final("Hello?").pauses();
    expect(talking.is("live.turn.listening.hearing")).toBe(true);
    expect(talking.falls().is("live.turn.listening")).toBe(true);
    talking.did();
    talking.send({ type: "hold.ended" });
    expect(talking.did()).toContain("phrase safety.gas");
    expect(talking.heard().context.answering).toBe("Hello?");
    const silent = chartCall().listening().send({ type: "hold.started" }).hazard("gas").heard();
    expect(silent.final("Hello?").is("live.turn.listening.silent")).toBe(true);
  });

  it("is instructed before the next human is tried", async () => {
    const call = chartCall().listening().send({ type: "dtmf.pressed", digit: "0" }).heard();
    call.hazard("gas").humans[0]?.refuse();
    await call.settled();
    expect(call.context.announcement.phrase).toBe("safety.gas");
    call.heard();
    expect(call.context.announcement).toEqual({ phrase: "transferring", afterwards: "handOver" });
    call.heard();
    expect(call.humans.map(({ number }) => number)).toEqual(["+15555550111", "+15555550112"]);
  });

  it("is put through to a human when the instruction is never heard to its end", () => {
    const call = chartCall().listening().hazard("gas").starts().after(60_000);
    expect(call.is("live.turn.handedOff", "live.line.transferring")).toBe(true);
    expect(call.context.owed).toEqual(["gas"]);
  });
});
