/** Who may ask: a browser on this machine that was given the token. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const localHost = /^(?:localhost|127\.0\.0\.1)(?::\d{1,5})?$/;

export type Access =
  | { kind: "allowed" }
  /** The token came in the address: it goes into a cookie, and the address is asked for again without it. */
  | { kind: "enter"; location: string; cookie: string }
  | { kind: "refused"; status: 401 | 403; reason: string };

export interface AccessOptions {
  token: string;
  /** Browsers keep one jar for all ports of a host: two servers must not take each other's cookie. */
  port: number;
}

export function accessOf(request: IncomingMessage, { token, port }: AccessOptions): Access {
  // Another name for this machine is how a foreign page would reach it (DNS rebinding).
  if (!localHost.test(request.headers.host ?? ""))
    return { kind: "refused", status: 403, reason: "This answers only to localhost and 127.0.0.1." };
  const name = `ema-inspect-${port}`;
  const url = new URL(request.url ?? "/", "http://localhost");
  const given = url.searchParams.get("token");
  if (given !== null && same(given, token)) {
    url.searchParams.delete("token");
    return {
      kind: "enter",
      // Never `//elsewhere`, which a browser takes for another host.
      location: `/${url.pathname.replace(/^\/+/, "")}${url.search}`,
      cookie: `${name}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    };
  }
  if (given === null && same(cookieOf(request, name), token)) return { kind: "allowed" };
  return {
    kind: "refused",
    status: 401,
    reason: "Open the address that `npm run inspect` printed: it carries the token that this page asks for.",
  };
}

const cookieOf = (request: IncomingMessage, name: string): string => {
  const pairs = (request.headers.cookie ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
};

/** Hashes have one length, which is what the comparison in constant time asks for. */
const same = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
