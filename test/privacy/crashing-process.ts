/** A process that ends with an error which says what a caller said; arguments: `quiet` or `open`, and how it ends. */
import { z } from "zod";
import { quietOutput } from "#src/privacy/quiet-output.ts";
import { words } from "./words.ts";

const [gate, ending] = process.argv.slice(2);
if (gate === "quiet") quietOutput();
const refused = z.enum(["4A"]).safeParse(words.said);
const failure = new TypeError(`cannot read ${words.said}\n    at ${words.number}`, {
  cause: new AggregateError([new Error(words.said), refused.error], words.name),
});

if (ending === "top level") throw failure;
if (ending === "rejection") void Promise.reject(failure);
if (ending === "exception")
  setTimeout(() => {
    throw failure;
  });
