/** The tools as the model sees them. */
import { z } from "zod";
import { hazardCategories } from "#machines/call/types.ts";

const optionalText = (description: string) => z.string().trim().max(300).nullish().describe(description);
const optionalAnswer = (description: string) => z.boolean().nullish().describe(description);

/** What the model may set. A property's id comes from `findProperty` alone. */
export const recordDetails = z.strictObject({
  safe: optionalAnswer("true: nobody is in danger right now; false: somebody is."),
  problem: optionalText("What is wrong and where, in a short phrase."),
  trade: optionalText("The trade that is needed."),
  urgency: z
    .enum(["lifeSafety", "emergency", "routine"])
    .nullish()
    .describe("routine: it can wait for the office."),
  severity: optionalText("How bad it is, whether it goes on, what has been shut off."),
  address: optionalText("The address as the caller says it."),
  unit: optionalText("The unit, for instance 4B; none when the building has no units."),
  name: optionalText("The caller's name; not given when they would rather not say."),
  callbackNumber: optionalText("The whole telephone number to call back, at least ten digits."),
  permissionToEnter: optionalAnswer("true: a technician may enter when nobody opens."),
  accessNotes: optionalText("Pets, door codes, keys, anything about getting in."),
  confirmed: optionalAnswer("true only after the caller agreed with the read-back."),
});

const findProperty = z.strictObject({
  query: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe("The building's name or street address, as the caller says it."),
  unit: optionalText("The unit, when it is known."),
});

const reportHazard = z.strictObject({
  category: z.enum(hazardCategories).describe("The danger to people that there is or may be."),
});

const requestDispatch = z.strictObject({});

const transferToHuman = z.strictObject({
  reason: z.string().trim().min(1).max(200).describe("Why, in a few words."),
});

const endCall = z.strictObject({
  reason: z.enum(["wrongNumber", "completed"]),
});

export const toolSchemas = {
  recordDetails: {
    description:
      "Records what the caller told, with everything learnt in this turn. Nobody has to wait for it.",
    parameters: recordDetails,
  },
  findProperty: {
    description: "Looks up a building by name or address. Read the result before you go on.",
    parameters: findProperty,
  },
  reportHazard: {
    description:
      "Reports a danger to people. The caller hears the safety instruction at once, in fixed words.",
    parameters: reportHazard,
  },
  requestDispatch: {
    description:
      "Sets the vendor in motion, or writes a routine matter down for the office, once the caller has agreed with the read-back.",
    parameters: requestDispatch,
  },
  transferToHuman: {
    description: "Puts the caller through to a person.",
    parameters: transferToHuman,
  },
  endCall: {
    description: "Ends the call: a wrong number, or everything is done and the caller has nothing more.",
    parameters: endCall,
  },
} as const;
export type ToolName = keyof typeof toolSchemas;

export const toolNames = Object.keys(toolSchemas) as ToolName[];
