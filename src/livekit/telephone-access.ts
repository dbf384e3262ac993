/** Who may send calls to the trunk, from the options of the command line. */
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { TrunkAccess } from "./telephone-trunk.ts";

export interface AccessOptions {
  /** IP addresses and CIDR blocks, or `any`. */
  "allow-address"?: readonly string[] | undefined;
  username?: string | undefined;
  /** A file, since what stands on a command line can be read by every user of the machine. */
  "password-file"?: string | undefined;
}

/** Throws an error of one sentence for the first option that is wrong. */
export function accessFrom(options: AccessOptions): TrunkAccess {
  return { ...addresses(options["allow-address"]), ...credentials(options) };
}

function addresses(given: AccessOptions["allow-address"]): TrunkAccess {
  if (given === undefined) return {};
  if (given.includes("any")) return { allowedAddresses: [] };
  const wrong = given.find((address) => !isAddress(address));
  if (wrong !== undefined)
    throw new Error(
      `--allow-address is '${wrong}'; give an IP address, a CIDR block such as 192.0.2.0/24, or any.`,
    );
  return { allowedAddresses: given };
}

function isAddress(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function credentials({ username, "password-file": file }: AccessOptions): TrunkAccess {
  if (username === undefined && file === undefined) return {};
  if (username === undefined || file === undefined)
    throw new Error("Give both --username and --password-file.");
  const [password = ""] = contentOf(file).split(/\r?\n/);
  if (password === "") throw new Error(`The first line of ${file} is empty; write the password there.`);
  return { credentials: { username, password } };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(
      `--password-file is '${file}', which cannot be read; give a file with the password in it.`,
      {
        cause: error,
      },
    );
  }
}
