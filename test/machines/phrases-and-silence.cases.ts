import { describe, expect, it } from "vitest";
import { chartCall } from "./chart-call.ts";

const turn = (state: string) => `live.turn.${state}`;

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
    expect(call.did()).toEqual(["pausePlayout", "resumeClause"]);
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
