/** A call that greets, hears one line, answers it and is over, without a chart and without engines. */
import type { CallSetup, PlaceCall } from "#src/simulate/stage-call.ts";
import { FakeCall } from "./fake-call.ts";
import { silent, speaking } from "./scene.ts";
import { agentFrame } from "./sounds.ts";
import type { VirtualTimers } from "./virtual-timers.ts";

/** Greets for 200 ms, hears the caller out, answers 400 ms after the caller's last sample, and ends. */
export function placeOn(
  timers: VirtualTimers,
  options: { deaf?: boolean; flush?: () => Promise<void> } = {},
) {
  const state: { setup?: CallSetup; call?: FakeCall; closed: boolean } = { closed: false };
  const place: PlaceCall = (setup) => {
    const call = new FakeCall({ now: () => timers.now() - 500, after: timers.after.bind(timers) });
    Object.assign(state, { setup, call });
    const post = (sequence: number, event_type: string) =>
      fetch(`${setup.webhooks.url}/webhooks/livekit/x`, {
        method: "POST",
        headers: { "x-webhook-secret": setup.webhooks.secret },
        body: JSON.stringify({ id: `event-${sequence}`, sequence, event_type }),
      });
    const speak = (): void => {
      for (let frame = 0; frame < 10; frame++)
        timers.after(frame * 20, () => setup.audioOut.write(agentFrame()));
    };
    const greet = (): void => {
      call.enter(speaking);
      speak();
      timers.after(200, () => {
        call.turn("agent", "What is wrong?");
        call.enter(silent);
      });
    };
    const answer = (): void => {
      call.turn("tenant", "Hello");
      timers.after(200, () => {
        speak();
        timers.after(200, () => {
          call.turn("agent", "Goodbye.");
          call.facts = { unit: "4B" };
          call.end("completed");
        });
      });
    };
    call.onSend = ({ type }) => {
      if (type === "call.answered") greet();
      if (type === "call.hungUp") call.end("callerHungUp");
    };
    return Promise.resolve({
      handle: call,
      speech: {
        say: ({ chunks }) => {
          if (options.deaf !== true) timers.after((chunks.at(-1)?.endMs ?? 0) + 200, answer);
        },
        cut: () => {},
      },
      clockNow: () => timers.now() - 500,
      flushWebhooks:
        options.flush ??
        (async () => {
          await post(0, "call_initiated");
          await post(1, "call_ended");
        }),
      close: () => {
        state.closed = true;
        return Promise.resolve();
      },
    });
  };
  return { place, state };
}
