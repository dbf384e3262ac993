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
    expect(call.did()).toContain("sendTransferAnswered");
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
    call.did();
    call.humans[0]?.refuse();
    await call.settled();
    expect(call.did()).toContain("sendTransferFailed");
    expect(call.context.announcement).toEqual({ phrase: "tryingNext", afterwards: "handOver" });
    call.heard();
    expect(call.humans.map(({ number }) => number)).toEqual(["+15555550111", "+15555550112"]);
    call.did();
    call.after(30_000);
    expect(call.did()).toContain("sendTransferFailed");
    expect(call.is("live.line.connected", "live.turn.announcing")).toBe(true);
    expect(call.context.announcement.phrase).toBe("nobodyAnswered");
    expect(call.heard().is("live.turn.listening.silent")).toBe(true);
  });

  it("comes back in words when the last human refuses, and tries the next when one rings for too long", async () => {
    const call = chartCall()
      .listening()
      .send({ type: "dtmf.pressed", digit: "0" })
      .heard()
      .after(30_000)
      .heard();
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

describe("the keypad", () => {
  const key = (digit: string) => ({ type: "dtmf.pressed", digit }) as const;
  const keys = (digits: string) => Array.from(digits, key);

  it("takes a number of ten digits as the caller's words, also with the country's 1", () => {
    for (const number of ["5555550142", "15555550142"]) {
      const call = chartCall().listening();
      call.did();
      call.send(...keys(number)).after(3000);
      expect(call.did()).toContain(`recordTenantTurn {"text":"${number}"}`);
      expect(call.is("live.keypad.idle", "live.line.connected")).toBe(true);
    }
  });

  it("does not take a 0 inside a number for a wish for a human", () => {
    const call = chartCall()
      .listening()
      .send(...keys("50"));
    expect(call.is("live.keypad.collecting", "live.turn.listening.silent")).toBe(true);
    expect(call.context.keys).toBe("50");
  });

  it("ends a shorter number at # or after a pause, and takes it back at *", () => {
    const said = (...digits: string[]) => {
      const call = chartCall()
        .listening()
        .send(...digits.map(key));
      call.after(7000);
      return call.did().filter((what) => what.startsWith("recordTenantTurn"));
    };
    expect(said("4", "2", "#")).toEqual(['recordTenantTurn {"text":"42"}']);
    expect(said("4", "2")).toEqual(['recordTenantTurn {"text":"42"}']);
    expect(said("4", "2", "*")).toEqual([]);
    expect(said("#")).toEqual([]);
  });

  it("does not ask whether the caller is there while they dial slowly", () => {
    const call = chartCall().listening();
    for (const digit of "55555501") call.send(key(digit)).after(3500);
    expect(call.context.reprompts).toBe(0);
    expect(call.is("live.turn.listening.silent")).toBe(true);
  });

  it("stops a phrase or a reply that the caller dials over, but no safety instruction", () => {
    expect(chartCall().answered().starts().send(key("5")).is("live.turn.listening.silent")).toBe(true);
    const replying = chartCall().listening().replied("Hello.").send(key("5"));
    expect(replying.is("live.turn.listening.silent")).toBe(true);
    const warned = chartCall().listening().hazard("gas").starts().send(key("5"));
    expect(warned.is("live.turn.announcing.playing")).toBe(true);
  });

  it("adds what was dialled to what is being said, whoever has the floor", () => {
    const speaking = (words: string) => chartCall().listening().voice().interim(words).pauses();
    for (const call of [speaking("call me"), speaking("my number is"), speaking("my number is").falls()]) {
      call.send(...keys("5555550142"));
      expect(call.is("live.turn.responding.endpointing")).toBe(true);
      expect(call.context.answering).toBe("5555550142");
    }
    const waiting = chartCall()
      .listening()
      .says("Call me.")
      .send(...keys("5555550142"));
    expect(waiting.context.finals).toBe("5555550142");
  });
});

describe("a broken line", () => {
  it("is waited for without a word, and goes on when it is mended", () => {
    const call = chartCall().listening().send({ type: "line.broken" });
    call.did();
    call.after(15_000);
    expect(call.did()).toEqual([]);
    expect(call.send({ type: "line.mended" }).is("live.line.connected")).toBe(true);
  });

  it("is lost when it is not mended, and nothing is forgotten by that", () => {
    const call = chartCall().listening().says("A pipe burst.").learns({ problem: "burst pipe" });
    call.send({ type: "hold.started" }, { type: "line.broken" }).did();
    call.after(20_000);
    expect(call.outcome).toBe("lineLost");
    expect(call.did()).toContain("dispatchUnfinished");
  });

  it("does not keep the caller from a human", () => {
    const call = chartCall().listening().send({ type: "dtmf.pressed", digit: "0" }, { type: "line.broken" });
    expect(call.heard().is("live.line.transferring")).toBe(true);
  });
});

describe("a caller who was put through", () => {
  it("is let go when they do not leave by themselves", async () => {
    const call = chartCall().listening().send({ type: "dtmf.pressed", digit: "0" }).heard();
    call.humans[0]?.answer();
    await call.settled();
    expect(call.after(15_000).outcome).toBe("withHuman");
    expect(call.did()).toContain("hangUp");
  });
});

describe("a call that is not taken", () => {
  it("says so, listens to nothing, and ends", () => {
    const call = chartCall({ refusal: "notInService", ladder: [] }).answered();
    expect(call.context.announcement).toEqual({ phrase: "notInService", afterwards: "end" });
    expect(call.heard().outcome).toBe("refused");
  });

  it("is put through to the ladder, and says it again when nobody answers there", async () => {
    const call = chartCall({ refusal: "lineDisabled", ladder: ["+15555550111"] })
      .answered()
      .heard();
    expect(call.is("live.turn.handedOff", "live.line.transferring")).toBe(true);
    call.humans[0]?.refuse();
    await call.settled();
    expect(call.context.announcement).toEqual({ phrase: "lineDisabled", afterwards: "end" });
    expect(call.heard().outcome).toBe("refused");
  });
});

describe("a call that is taken over from a process that died", () => {
  it("begins by saying so", () => {
    expect(chartCall({ resumed: true }).answered().context.announcement.phrase).toBe("cutOff");
  });
});

describe("the length of a call", () => {
  const short = () => chartCall({ limitMs: 150_000, repromptMs: 1_000_000 }).listening();

  it("is announced two minutes before it is over, when nobody speaks", () => {
    const call = short().voice().after(30_000);
    expect(call.is("live.turn.listening.hearing")).toBe(true);
    call.final("Wait.").falls().after(3000).starts().send({ type: "playout.finished", at: call.now });
    expect(call.context.announcement.phrase).toBe("timeShort");
    expect(call.heard().is("live.turn.listening.silent", "live.length.short")).toBe(true);
  });

  it("ends in the hands of a human, or with the promise that what is known is passed on", async () => {
    const call = short().learns({ problem: "burst pipe" }).after(30_000).heard().after(120_000);
    expect(call.context.announcement).toEqual({ phrase: "lineClosing", afterwards: "handOver" });
    call.voice().interim("But wait").falls().after(1000).heard();
    call.after(30_000).heard().after(30_000);
    expect(call.context.announcement).toEqual({ phrase: "timeOver", afterwards: "end" });
    expect(call.heard().outcome).toBe("completed");
    expect(call.did()).toContain("dispatchUnfinished");
  });

  it("ends at once with a goodbye when somebody has been sent", () => {
    const call = chartCall().listening().hazard("gas").heard();
    expect(call.context.dispatched).toBe(true);
    call.send({ type: "call.mustEnd" });
    expect(call.context.announcement).toEqual({ phrase: "timeOver", afterwards: "end" });
    expect(call.heard().outcome).toBe("evacuated");
  });

  it("lets a reply, a safety instruction and a human finish first", async () => {
    const replying = chartCall().listening().replied("Hello.").send({ type: "call.mustEnd" });
    expect(replying.is("live.turn.responding.speaking")).toBe(true);
    expect(replying.heard().context.announcement.phrase).toBe("lineClosing");
    const warning = chartCall().listening().hazard("medical").send({ type: "call.mustEnd" });
    expect(warning.context.announcement.phrase).toBe("safety.medical");
    expect(warning.heard().context.announcement.phrase).toBe("lineClosing");
    const handedOver = chartCall().listening().send({ type: "dtmf.pressed", digit: "0" }).heard();
    handedOver.send({ type: "call.mustEnd" });
    expect(handedOver.is("live.line.transferring")).toBe(true);
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
    for (const refusal of [
      "I do not want to be recorded.",
      "Fine, but don't record it.",
      "Sure, whatever, no recording please.",
      "Okay, so my pipe burst.",
      "Yes, there is water everywhere.",
      "Yes, no.",
    ])
      expect(asked().heard().says(refusal).is("live.recording.refused")).toBe(true);
    const unasked = chartCall({ asksForRecording: true }).answered().says("Okay so my pipe burst.");
    expect(unasked.is("live.recording.refused")).toBe(true);
  });
});
