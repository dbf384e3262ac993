import { describe, expect, it } from "vitest";
import { chartCall } from "./chart-call.ts";

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
