import { describe, expect, it } from "vitest";
import { listening } from "./runtime-call.ts";

const turn = (state: string) => `live.turn.${state}`;
const details = { name: "recordDetails", given: { severity: "flowing" } };
const property = { name: "findProperty", given: { query: "Maple Court" } };

async function thinking() {
  const call = await listening();
  await call.says("A pipe burst.");
  return call;
}

describe("tools", () => {
  it("wait for the turn, and run one after another", async () => {
    const call = await listening();
    await call.voice();
    await call.final("A pipe burst.");
    await call.pauses();
    await call.asks(details, property);
    expect(call.is(turn("responding.endpointing"))).toBe(true);
    await call.falls();
    await call.after(2000);
    expect(call.is(turn("responding.toolCalling"))).toBe(true);
    await call.toolDone();
    await call.toolDone();
    expect(call.is(turn("responding.thinking"))).toBe(true);
  });

  it("run beside the words of the reply", async () => {
    const call = await thinking();
    await call.starts();
    call.speaksOn(2000);
    await call.asks(details);
    expect(call.is(turn("responding.toolCalling.audible"))).toBe(true);
    await call.toolDone();
    expect(call.is(turn("responding.speaking"))).toBe(true);
  });

  it("that fail leave the call where a result would have left it", async () => {
    const audible = await thinking();
    await audible.starts();
    audible.speaksOn(2000);
    await audible.asks(details, property);
    await audible.toolFails();
    await audible.toolFails();
    expect(audible.is(turn("responding.speaking"))).toBe(true);
    const silent = await thinking();
    await silent.asks(details);
    await silent.toolFails();
    expect(silent.is(turn("responding.thinking"))).toBe(true);
    const barged = await thinking();
    await barged.asks(details);
    await barged.voice();
    await barged.toolFails();
    expect(barged.is(turn("responding.interrupted.voiced"))).toBe(true);
  });

  it("are finished once begun, whatever the caller says meanwhile", async () => {
    const call = await thinking();
    await call.asks(details);
    await call.voice();
    await call.interim("wait");
    await call.final("Wait a moment.");
    await call.pauses();
    await call.falls();
    await call.toolDone();
    expect(call.is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("are bridged with a filler, and given up after a deadline, twice at the most", async () => {
    const call = await thinking();
    await call.asks(property);
    await call.becomes(turn("recovering"));
    await call.heard();
    await call.says("Hello?");
    await call.asks(property);
    await call.becomes(turn("announcing"));
    expect(call.phrase).toBe("allSystemsDown");
  });

  it("asked for in a cough run after it", async () => {
    const call = await thinking();
    await call.starts();
    call.speaksOn(2000);
    await call.voice();
    await call.asks(details);
    await call.falls();
    await call.after(510);
    expect(call.is(turn("responding.toolCalling"))).toBe(true);
    const unheard = await thinking();
    await unheard.voice();
    await unheard.asks(details);
    await unheard.falls();
    await unheard.after(510);
    expect(unheard.is(turn("responding.toolCalling"))).toBe(true);
  });

  it("hear a noise end that our words went on over", async () => {
    const call = await thinking();
    await call.begins();
    await call.voice();
    await call.after(2810);
    await call.asks(details);
    expect(call.is(turn("responding.toolCalling"))).toBe(true);
    await call.falls();
    expect(call.context.callerSilent).toBe(true);
  });
});
