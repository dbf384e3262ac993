import { describe, expect, it } from "vitest";
import { chartCall } from "./chart-call.ts";

const story = { problem: "burst pipe", severity: "flowing" };
const place = { address: "42 Maple Street", unit: "4B" };
const contact = { callbackNumber: "5555550142", name: "Sam" };

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

describe("whoever is sent", () => {
  const sent = (ladder: readonly string[] = ["+15555550111"]) =>
    chartCall({ acknowledgeMs: 4000, ladder, repromptMs: 1_000_000 }).listening().hazard("gas").heard();

  it("says that they come, and the caller is told as soon as nobody speaks", () => {
    const call = sent().voice();
    call.did();
    call.send({ type: "dispatch.acknowledged" });
    expect(call.did()).toContain("sendDispatchAcknowledged");
    expect(call.is("live.dispatch.acknowledged")).toBe(true);
    expect(call.falls().after(1500).context.announcement.phrase).toBe("dispatchAcknowledged");
    expect(call.heard().is("live.turn.listening.silent")).toBe(true);
  });

  it("or the next on the ladder is asked, and at last the caller is put through", () => {
    const late = () => ({
      call: sent(),
      told: [],
      pass: (call: ReturnType<typeof sent>) => call.after(4000),
    });
    const declined = () => ({
      call: sent(),
      told: ["sendDispatchDeclined"],
      pass: (call: ReturnType<typeof sent>) => call.send({ type: "dispatch.declined" }),
    });
    const ofDispatch = (call: ReturnType<typeof sent>) =>
      call.did().filter((done) => done.startsWith("sendDispatch"));
    for (const { call, told, pass } of [late(), declined()]) {
      call.did();
      pass(call);
      expect(ofDispatch(call)).toEqual([...told, "sendDispatchEscalated"]);
      expect(call.context.announcement.phrase).toBe("dispatchEscalated");
      call.heard();
      pass(call);
      expect(ofDispatch(call)).toEqual(told);
      expect(call.is("live.dispatch.unanswered")).toBe(true);
      expect(call.context.announcement).toEqual({ phrase: "transferring", afterwards: "handOver" });
    }
  });
});
