import { describe, expect, it } from "vitest";
import { listening } from "./runtime-call.ts";

const place = { address: "12 Oak Street", unit: "4B" };
const contact = { callbackNumber: "5555550142", name: "Sam" };

describe("the intake", () => {
  it("moves on with what the tools record, to the dispatch, the closing and the goodbye", async () => {
    const call = await listening();
    await call.says("A pipe burst.");
    expect(call.is("live.intake.safetyCheck")).toBe(true);
    await call.learns({ safe: true });
    await call.learns({ problem: "burst pipe" });
    await call.learns({ severity: "flowing" });
    await call.heard();
    await call.says("Here it is.");
    await call.learns(place);
    await call.learns(contact);
    await call.learns({ permissionToEnter: true });
    expect(call.is("live.intake.confirmation")).toBe(true);
    await call.heard();
    await call.says("Yes.");
    await call.learns({ confirmed: true });
    await call.uses("requestDispatch", {});
    expect(call.is("live.intake.dispatched")).toBe(true);
    await call.heard();
    await call.says("No, thank you.");
    expect(call.is("live.intake.closing")).toBe(true);
    await call.starts();
    call.speaksOn(1000);
    await call.uses("endCall", { reason: "completed" });
    await call.heard();
    expect(call.phrase).toBe("goodbye");
    await call.heard();
    expect(call.outcome).toBe("dispatched");
    expect(call.line.hungUp).toBe(1);
  });

  it("ends a wrong number with a goodbye", async () => {
    const call = await listening();
    await call.says("Is this the pizza place?");
    await call.uses("endCall", { reason: "wrongNumber" });
    expect(call.phrase).toBe("goodbye");
    await call.heard();
    expect(call.outcome).toBe("wrongNumber");
  });
});

const turn = (state: string) => `live.turn.${state}`;

describe("whoever is sent", () => {
  const declinedBy = ({ outbox }: Awaited<ReturnType<typeof listening>>) =>
    outbox.sent.flatMap(({ event_type, data }) => (event_type === "dispatch_declined" ? [data] : []));
  const sent = async () => {
    const call = await listening({ acknowledgeMs: 4000, ladder: ["+15555550111"], repromptMs: 1_000_000 });
    await call.sends({ type: "hazard.heard", category: "gas" });
    await call.heard();
    return call;
  };

  it("says that they come, and the caller is told as soon as nobody speaks", async () => {
    const call = await sent();
    await call.sends({ type: "dispatch.acknowledged" });
    expect(call.outbox.sent).toContainEqual({ event_type: "dispatch_acknowledged", data: { attempt: 0 } });
    await call.becomes(turn("announcing"));
    expect(call.phrase).toBe("dispatchAcknowledged");
  });

  it("or the next on the ladder is asked, and at last the caller is put through", async () => {
    for (const pass of ["late", "declined"] as const) {
      const call = await sent();
      const passes = () => (pass === "late" ? call.after(4010) : call.sends({ type: "dispatch.declined" }));
      await call.becomes(turn("listening.silent"));
      await passes();
      expect(call.phrase).toBe("dispatchEscalated");
      await call.heard();
      await passes();
      expect(call.is("live.dispatch.unanswered")).toBe(true);
      const declined = [{ attempt: 0 }, { attempt: 1, number: "+15555550111" }];
      expect(declinedBy(call)).toEqual(pass === "late" ? [] : declined);
      expect(call.phrase).toBe("transferring");
    }
  });
});
