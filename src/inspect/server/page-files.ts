/** The page's own files. Its modules are TypeScript without anything that would have to be compiled: types are taken out. */
import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";

export interface PageFile {
  type: string;
  body: string;
}

const folder = new URL("../page/", import.meta.url);
/** Nothing but a plain name: no path leads out of the folder. */
const plainName = /^[a-z][a-z-]*\.(?<ending>ts|css|html)$/;
const types: Record<string, string> = {
  ts: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
};
const read = new Map<string, Promise<PageFile | undefined>>();

/** Undefined when there is no such file. */
export function pageFile(name: string): Promise<PageFile | undefined> {
  const ending = plainName.exec(name)?.groups?.["ending"];
  const type = ending === undefined ? undefined : types[ending];
  if (type === undefined) return Promise.resolve(undefined);
  const known = read.get(name);
  if (known) return known;
  const reading = readFile(new URL(name, folder), "utf8").then(
    (text) => ({ type, body: ending === "ts" ? stripTypeScriptTypes(text) : text }),
    () => undefined,
  );
  read.set(name, reading);
  return reading;
}
