/** What is still to be learnt before a technician can be sent; a state's name is the webhooks' `stage`. */
import type { AnsweredStage } from "./guards.ts";
import { callSetup } from "./setup.ts";
import type { Expectation } from "./types.ts";

const anywhere = ["recordDetails", "reportHazard", "transferToHuman"] as const;
const whileOpen = [...anywhere, "findProperty"] as const;
const mayBeWrongNumber = [...whileOpen, "endCall"] as const;

const expecting = (answer: Expectation) => ({ type: "expect", params: { answer } }) as const;
const knowing = (stage: AnsweredStage) => ({ type: "knows", params: { stage } }) as const;

export const intake = callSetup.createStateConfig({
  description: "What is still to be learnt.",
  initial: "welcome",
  on: {
    "facts.recorded": {
      actions: ["recordFacts", "sendIntakeRecorded"],
    },
    "safety.evacuated": [
      {
        guard: "canBeCalledBack",
        target: ".closing",
        actions: ["noteDispatched", "dispatchEvacuation", "raiseDispatchSent"],
      },
      { target: ".contact", actions: "noteEvacuating" },
    ],
  },
  states: {
    welcome: {
      description: "The caller has been greeted and says why they call.",
      meta: { tools: mayBeWrongNumber },
      entry: expecting("story"),
      on: { "turn.taken": "safetyCheck" },
    },
    safetyCheck: {
      description: "Is anyone in danger?",
      meta: { tools: mayBeWrongNumber },
      entry: expecting("yesNo"),
      always: { guard: knowing("safetyCheck"), target: "problem" },
    },
    problem: {
      description: "What is wrong, and where?",
      meta: { tools: mayBeWrongNumber },
      entry: expecting("story"),
      always: { guard: knowing("problem"), target: "severity" },
    },
    severity: {
      description: "How bad is it, is it still going on, what has been shut off?",
      meta: { tools: whileOpen },
      entry: expecting("open"),
      always: { guard: knowing("severity"), target: "location" },
    },
    location: {
      description: "Which property, which unit?",
      meta: { tools: whileOpen },
      entry: expecting("address"),
      always: { guard: knowing("location"), target: "contact" },
    },
    contact: {
      description: "Which number may we call back, and who is calling?",
      meta: { tools: whileOpen },
      entry: expecting("telephone"),
      always: [
        {
          guard: "evacuatedAndReachable",
          target: "closing",
          actions: ["noteDispatched", "dispatchEvacuation", "raiseDispatchSent"],
        },
        { guard: knowing("contact"), target: "access" },
      ],
    },
    access: {
      description: "May a technician enter, and how?",
      meta: { tools: whileOpen },
      entry: expecting("yesNo"),
      always: { guard: knowing("access"), target: "confirmation" },
    },
    confirmation: {
      description: "Number, unit and problem are read back, and corrected on request.",
      meta: { tools: [...whileOpen, "requestDispatch"] },
      entry: expecting("yesNo"),
      on: {
        "dispatch.requested": {
          guard: "confirmed",
          target: "dispatched",
          actions: [
            "noteDispatched",
            "raiseDispatchSent",
            {
              type: "sendDispatchRequested",
              params: ({ event }) => ({
                vendor: event.type === "dispatch.requested" ? event.vendor : "",
                trade: event.type === "dispatch.requested" ? event.trade : "",
                urgency: event.type === "dispatch.requested" ? event.urgency : "routine",
              }),
            },
          ],
        },
      },
    },
    dispatched: {
      description: "A human has been set in motion; the caller may still ask or add something.",
      tags: ["closable"],
      meta: { tools: [...whileOpen, "endCall"] },
      entry: expecting("yesNo"),
      on: { "turn.taken": "closing" },
    },
    closing: {
      description: "Everything is done; the call may end.",
      tags: ["closable"],
      meta: { tools: [...whileOpen, "endCall"] },
      entry: expecting("yesNo"),
    },
  },
});
