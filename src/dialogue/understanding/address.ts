/** Where the caller is: one of the workspace's properties, a street address, or, when asked, the words as said. */
import type { Property } from "#src/workspaces/pack.ts";
import { matchProperty } from "./property.ts";
import type { Range, Spoken } from "./spoken.ts";
import { streetAddressIn } from "./street.ts";
import { titleCase } from "./words.ts";

export interface FoundAddress {
  address: string;
  /** What of the utterance is the address; empty when a property was recognized by its name. */
  ranges: readonly Range[];
}

const opener =
  /^(?:(?:um|uh|yes|yeah|ok|okay|well|so|it is|i am|i live|we live|we are|at|in|on|the address is|my address is|address|the address|the building is|address is) \|? ?)+/;

export function addressIn(
  spoken: Spoken,
  properties: readonly Property[],
  expected: boolean,
): FoundAddress | undefined {
  const street = streetAddressIn(spoken);
  const match = matchProperty(spoken.plain, properties);
  if (match.kind === "found" && (match.certain || expected))
    return {
      address: match.property.address,
      ranges: street === undefined ? namedAt(spoken, match.property) : [street.range],
    };
  if (street !== undefined) return { address: street.address, ranges: [street.range] };
  return undefined;
}

/** Any words at all, when nothing better was heard after the address was asked for. */
export function bareAddress(plain: string): string | undefined {
  const rest = plain
    .replace(opener, "")
    .replaceAll(" |", ",")
    .replace(/^[, ]+|[, ]+$/g, "");
  return /[a-z]{3}/.test(rest) ? titleCase(rest) : undefined;
}

function namedAt(spoken: Spoken, property: Property): Range[] {
  for (const name of [property.name, ...property.aliases]) {
    const start = spoken.plain.indexOf(name.toLowerCase());
    if (start >= 0) return [{ start, end: start + name.length }];
  }
  return [];
}
