/** The part of OpenAI's chat completions body that replies are made from. */
import { z } from "zod";

const contentPart = z.looseObject({ type: z.string(), text: z.string().optional() });

const toolCall = z.looseObject({
  id: z.string(),
  type: z.literal("function"),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool"]),
  content: z.union([z.string(), z.array(contentPart)]).nullish(),
  tool_calls: z.array(toolCall).optional(),
  tool_call_id: z.string().optional(),
});

const tool = z.looseObject({
  type: z.literal("function"),
  function: z.looseObject({
    name: z.string().min(1),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
});

export const chatRequestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  tools: z.array(tool).optional(),
  tool_choice: z.unknown().optional(),
  stream: z.literal(true, { error: "only stream: true is served" }),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});

/** A parsed request; what OpenAI knows and this schema does not name is kept as it came. */
export type ChatRequest = z.output<typeof chatRequestSchema>;

export interface ChatReply {
  /** Spoken words; may be empty when there are tool calls. */
  text: string;
  toolCalls: { name: string; arguments: unknown }[];
}
