/** An event as a redacted log keeps it: the chart takes it as it took the real one, and nobody is recognized by it. */
import type { CallEvent, CallInput, Facts } from "#machines/call/types.ts";

const number = (index: number): string => `+155555501${String(index % 100).padStart(2, "0")}`;

export const redactInput = (input: CallInput): CallInput => ({
  ...input,
  ...(input.callerNumber === undefined ? {} : { callerNumber: number(0) }),
  ladder: input.ladder.map((_, index) => number(index + 1)),
});

/** A new event does not compile until it is decided here what of it may be kept. `keys` are those pressed so far, as the chart remembers them. */
export function redactEvent(event: CallEvent, words: (text: string) => string, keys: string): CallEvent {
  switch (event.type) {
    case "stt.interim":
    case "stt.final":
      return { ...event, text: words(event.text) };
    case "dtmf.pressed":
      return { ...event, digit: key(event.digit, keys) };
    case "llm.toolCalled":
      return { ...event, call: { id: "redacted", name: event.call.name, arguments: "{}" } };
    case "facts.recorded":
      return { ...event, facts: redactFacts(event.facts) };
    case "dispatch.requested":
      return { ...event, vendor: "redacted" };
    case "transfer.requested":
      return {
        ...event,
        reason: /^(?:key|deaf|unacknowledged)$/.test(event.reason) ? event.reason : "redacted",
      };
    case "tool.failed":
      return { ...event, reason: "redacted" };
    case "provider.degraded":
    case "provider.failed":
      return {
        ...event,
        reason: /^(?:timeout|deaf|stalled|status \d{3})$/.test(event.reason) ? event.reason : "redacted",
      };
    case "turn.taken":
      return { ...event, text: words(event.text) };
    case "keypad.entered":
      return { ...event, digits: event.digits.replaceAll(/\d/g, "5") };
    case "call.answered":
    case "call.endRequested":
    case "call.hungUp":
    case "call.mustEnd":
    case "dispatch.acknowledged":
    case "dispatch.declined":
    case "dispatch.sent":
    case "eot.predicted":
    case "hazard.heard":
    case "hold.ended":
    case "hold.started":
    case "llm.started":
    case "line.broken":
    case "line.mended":
    case "playout.drained":
    case "playout.finished":
    case "playout.started":
    case "provider.recovered":
    case "safety.evacuated":
    case "safety.owed":
    case "silence.noticed":
    case "tool.finished":
    case "transfer.failed":
    case "transfer.next":
    case "transfer.told":
    case "vad.paused":
    case "vad.speechEnded":
    case "vad.speechStarted":
    case "vad.voiced":
      return event;
  }
}

/** A first 0 asks for a human, a first 1 makes a number one digit longer. */
const key = (digit: string, keys: string): string =>
  /^[*#]$/.test(digit) || (keys === "" && /^[01]$/.test(digit)) ? digit : "5";

const open = new Set<keyof Facts>(["trade", "urgency"]);

/** Which facts are known, what is true of them and what is one of few words stays. */
const redactFacts = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value !== "string" || open.has(name as keyof Facts)
        ? value
        : name === "callbackNumber"
          ? "5555550100"
          : "redacted",
    ]),
  );
