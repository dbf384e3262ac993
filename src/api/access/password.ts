/** Passwords at rest: scrypt, its parameters and a salt beside each hash, so that they can be raised later. */
import { randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";

/** For one factor alone, as NIST SP 800-63B-4 asks. */
export const leastPasswordLength = 15;
export const mostPasswordLength = 128;

export interface PasswordCost {
  /** A power of two. Memory: 128 × N × r bytes. */
  N: number;
  r: number;
  p: number;
}

/** 32 MiB and about a quarter of a second: of OWASP's equivalents the one that two sign-ins at once do not feel. */
const usualCost: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };

const keyBytes = 32;

/** `scrypt:N:r:p:salt:key`, salt and key in base64url. */
export async function hashPassword(password: string, cost: PasswordCost = usualCost): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join(":");
}

/** False, too, for a hash of another form. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [kind, N, r, p, salt, key] = hash.split(":");
  if (kind !== "scrypt" || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, "base64url");
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt, "base64url"), cost);
  return found.length === expected.length && timingSafeEqual(found, expected);
}

/** Twenty letters and digits, without those that are mistaken for others: 112 bits at least. */
export function makePassword(): string {
  const alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => alphabet.charAt(randomInt(alphabet.length))).join(""),
  );
  return groups.join("-");
}

function derive(password: string, salt: Buffer, { N, r, p }: PasswordCost): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // The same letters typed on another keyboard may be other code points.
  scrypt(
    password.normalize("NFKC"),
    salt,
    keyBytes,
    { N, r, p, maxmem: 256 * r * (N + p + 2) },
    (error, key) => (error === null ? resolve(key) : reject(error)),
  );
  return promise;
}
