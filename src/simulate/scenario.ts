/** A whole call, written in YAML by the people who design conversations. */
import { readFileSync } from "node:fs";
import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { callerSchema } from "./caller-schema.ts";
import { expectationSchema } from "./expectation-schema.ts";
import { receiverBehaviours } from "./receiver.ts";
import { foremost, sentenceOf } from "./schema-issue.ts";

const scenarioSchema = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  /** The id of a workspace. */
  workspace: z.string().min(1),
  caller: callerSchema,
  line: z
    .strictObject({
      audio: z.enum(["wideband", "telephone"]).default("wideband"),
      /** Root mean square of the added noise, full scale being 1. */
      noise: z.number().min(0).max(0.1).default(0),
      transfer: z.enum(["answers", "nobody"]).default("answers"),
    })
    .prefault({}),
  /** How the stand-ins for STT, LLM and TTS behave; passed on as it is. */
  engines: z.record(z.string(), z.unknown()).default({}),
  receiver: z.strictObject({ behaviour: z.enum(receiverBehaviours) }).default({ behaviour: "ok" }),
  tools: z.strictObject({ delayMs: z.number().int().min(0) }).default({ delayMs: 0 }),
  /** A call that lasts longer has failed. */
  limitMs: z.number().int().min(1).default(180_000),
  expect: z.array(expectationSchema).min(1),
});

export type Scenario = z.infer<typeof scenarioSchema>;

/** One sentence for whoever wrote the file: where, what was found, what to write instead. */
export class ScenarioError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = "ScenarioError";
  }
}

/** Throws `ScenarioError` for a file that cannot be read, is not YAML or is not a scenario. */
export function loadScenario(file: string): Scenario {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ScenarioError(`${file}: the file cannot be read; check its name.`, { cause: error });
  }
  return parseScenario(text, file);
}

/** `file` is the name that an error gives. Throws `ScenarioError`. */
export function parseScenario(text: string, file: string): Scenario {
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}, line ${line}, column ${col}`;
  };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    throw new ScenarioError(
      `${place(fault.pos[0])}: this is not YAML: ${fault.message.replace(/[.:]?$/, ".")}`,
    );
  }
  const value = valueOf(document, file);
  const result = scenarioSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = foremost(result.error);
  const sentence = sentenceOf(issue, value, scenarioSchema);
  throw new ScenarioError(`${place(offsetOf(document, issue))}: ${sentence}`);
}

/** An alias without its anchor, or too many of them, is noticed only when the values are made. */
function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new ScenarioError(
      `${file}: an alias (*) cannot be followed; write the value itself in place of it.`,
      { cause: error },
    );
  }
}

/** Where the value begins that the issue is about; for a missing one, whatever should hold it; for a key, the key. */
function offsetOf(document: Document, issue: z.core.$ZodIssue): number {
  if (issue.code === "unrecognized_keys") {
    const holder = issue.path.length === 0 ? document.contents : document.getIn(issue.path, true);
    const pair = isMap(holder)
      ? holder.items.find((item) => isPair(item) && keyOf(item.key) === issue.keys[0])
      : undefined;
    if (pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0] ?? 0;
  }
  for (let depth = issue.path.length; depth > 0; depth--) {
    const node = document.getIn(issue.path.slice(0, depth), true);
    if (hasRange(node)) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOf(key: unknown): unknown {
  return isScalar(key) ? key.value : key;
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}
