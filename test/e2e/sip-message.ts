/** Messages of SIP (RFC 3261) as text, as far as telephone calls over UDP need them. */

export interface SipMessage {
  /** Request line or status line. */
  start: string;
  /** In order; names in lower case and in their long form. */
  headers: readonly (readonly [name: string, value: string])[];
  body: string;
}

const longNames: Readonly<Record<string, string>> = {
  v: "via",
  f: "from",
  t: "to",
  i: "call-id",
  m: "contact",
  c: "content-type",
  l: "content-length",
  o: "event",
  r: "refer-to",
};

/** Undefined for a datagram that is no message, such as a keep-alive. */
export function parseSip(datagram: Buffer): SipMessage | undefined {
  const text = datagram.toString();
  const end = text.indexOf("\r\n\r\n");
  const [start = "", ...lines] = (end === -1 ? text : text.slice(0, end)).split("\r\n");
  if (!/^SIP\/2\.0 \d{3} | SIP\/2\.0$/.test(start)) return undefined;
  const headers = lines.flatMap((line) => {
    const [, name, value] = /^([^:\s]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return [];
    const lower = name.toLowerCase();
    return [[longNames[lower] ?? lower, value] as const];
  });
  return { start, headers, body: end === -1 ? "" : text.slice(end + 4) };
}

export function formatSip({ start, headers, body }: SipMessage): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([start, ...lines, `content-length: ${Buffer.byteLength(body)}`, "", body].join("\r\n"));
}

/** The method of a request; undefined for a response. */
export function methodOf({ start }: SipMessage): string | undefined {
  return start.startsWith("SIP/2.0 ") ? undefined : start.split(" ")[0];
}

/** The address that a request is for. */
export const requestUri = ({ start }: SipMessage): string => start.split(" ")[1] ?? "";

/** Code and reason of a status line such as `SIP/2.0 486 Busy Here`; undefined for anything else. */
export function statusOf(line: string): { code: number; reason: string } | undefined {
  const [, code, reason = ""] = /^SIP\/2\.0 (\d{3})(?: ([^\r\n]*))?/.exec(line) ?? [];
  return code === undefined ? undefined : { code: Number(code), reason };
}

export function headersOf({ headers }: SipMessage, name: string): string[] {
  return headers.filter(([each]) => each === name).map(([, value]) => value);
}

/** The first one of that name; empty when there is none. */
export const headerOf = (message: SipMessage, name: string): string => headersOf(message, name)[0] ?? "";

export const tagOf = (address: string): string | undefined => /;tag=([^;\s]+)/.exec(address)?.[1];

export const branchOf = (message: SipMessage): string =>
  /;branch=([^;\s,]+)/.exec(headerOf(message, "via"))?.[1] ?? "";

/** `sip:user@host:port` of a header such as `"Name" <sip:user@host:port;transport=udp>;tag=1`. */
export const uriOf = (address: string): string =>
  /<([^>]+)>/.exec(address)?.[1] ?? address.split(";")[0] ?? "";

export const userOf = (uri: string): string => /^sips?:([^@;>]+)@/.exec(uri)?.[1] ?? "";
