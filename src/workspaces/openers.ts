/** Openers: short sentences with which a reply may begin. They are cached audio, so that none of them waits for a voice. */
import { z } from "zod";
import { parseYaml, readYamlFile } from "./yaml-file.ts";

/** One that takes longer to say keeps the caller from the question. */
const mostWords = 5;
/** Each is synthesized once a machine, and kept in memory during a call: about 50 KB. */
const most = 40;

const opener = z
  .string()
  .regex(/\S/, "must say something")
  .transform((text) => text.trim().replaceAll(/\s+/g, " "))
  .refine((text) => !/[\d*_#`<>|[\]{}]/.test(text), "must be plain words, numbers and variables left out")
  .refine((text) => /^[^.!?]+[.!?]$/.test(text), "must be one sentence that ends in . or ! or ?")
  .refine((text) => text.split(" ").length <= mostWords, `must be at most ${mostWords} words`);
const openersSchema = z
  .array(opener)
  .min(1)
  .max(most)
  .refine(
    (texts) => new Set(texts.map((text) => text.toLowerCase())).size === texts.length,
    "must name each opener once",
  );

/** `undefined` when there is no such file. Throws `PackError`. */
export function readOpeners(path: string): readonly string[] | undefined {
  const file = readYamlFile(path);
  return file === undefined ? undefined : parseYaml(openersSchema, file);
}

/** Their names among the pack's fixed phrases. */
export const openerPhrases = (openers: readonly string[]): Record<string, string> =>
  Object.fromEntries(openers.map((text, index) => [`opener.${index + 1}`, text]));

/** As the system prompt names them. */
export const quoted = (openers: readonly string[]): string => openers.map((text) => `"${text}"`).join(" ");
