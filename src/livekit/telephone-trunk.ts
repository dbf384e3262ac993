/** The inbound trunk: the numbers that LiveKit takes calls for, and from whom. */
import type { SipClient, SIPInboundTrunkInfo } from "livekit-server-sdk";
import { onlyOneNamed } from "./only-one-named.ts";
import { TelephoneError } from "./telephone-error.ts";

/** Who may send calls to the trunk. What is absent stays as it is on the trunk. */
export interface TrunkAccess {
  /** IP addresses and CIDR blocks; empty: any. */
  allowedAddresses?: readonly string[];
  credentials?: { username: string; password: string };
}

export interface WantedTrunk {
  name: string;
  /** E.164. */
  numbers: readonly string[];
  access: TrunkAccess;
  dryRun: boolean;
  say: (line: string) => void;
}

/** The trunk's id, or `undefined` when a dry run did not create it. */
export async function ensureTrunk(sip: SipClient, wanted: WantedTrunk): Promise<string | undefined> {
  const { name, numbers, access, dryRun, say } = wanted;
  const trunks = await sip.listSipInboundTrunk();
  const existing = onlyOneNamed(name, trunks, { kind: "inbound", idOf: ({ sipTrunkId }) => sipTrunkId });
  checkNumbersAreFree(numbers, trunks, existing);
  if (existing === undefined) {
    const trunk = dryRun ? undefined : await create(sip, wanted);
    const done = trunk === undefined ? "would be created" : `created as ${trunk.sipTrunkId}`;
    say(`Inbound trunk "${name}": ${done} for ${numbers.join(", ")}.`);
    if (isOpen(access)) say(openToAll);
    return trunk?.sipTrunkId;
  }
  const changes = await change(sip, existing, wanted);
  say(`Inbound trunk "${name}" (${existing.sipTrunkId}): ${changes.join("; ") || "nothing to change"}.`);
  if (isOpen(access, existing)) say(openToAll);
  return existing.sipTrunkId;
}

const openToAll =
  "  Whoever knows its address can call it over SIP: give --allow-address, or --username and --password-file.";

function isOpen({ allowedAddresses, credentials }: TrunkAccess, existing?: SIPInboundTrunkInfo): boolean {
  const addresses = allowedAddresses ?? existing?.allowedAddresses ?? [];
  return addresses.length === 0 && credentials === undefined && (existing?.authUsername ?? "") === "";
}

function create(sip: SipClient, { name, numbers, access }: WantedTrunk): Promise<SIPInboundTrunkInfo> {
  const { allowedAddresses, credentials } = access;
  return sip.createSipInboundTrunk(name, [...numbers], {
    ...(allowedAddresses && { allowedAddresses: [...allowedAddresses] }),
    ...(credentials && { authUsername: credentials.username, authPassword: credentials.password }),
  });
}

/** What was changed, or in a dry run would be, in words. */
async function change(sip: SipClient, existing: SIPInboundTrunkInfo, wanted: WantedTrunk): Promise<string[]> {
  const { numbers, access, dryRun } = wanted;
  const { allowedAddresses, credentials } = access;
  const would = dryRun ? "would be " : "";
  const changes: string[] = [];
  const next = existing.clone();
  const added = without(numbers, existing.numbers);
  const removed = without(existing.numbers, numbers);
  if (added.length > 0) changes.push(`${added.join(", ")} ${would}added`);
  if (removed.length > 0) changes.push(`${removed.join(", ")} ${would}removed`);
  if (added.length + removed.length > 0) next.numbers = [...numbers];
  if (allowedAddresses !== undefined && !haveSameMembers(allowedAddresses, existing.allowedAddresses)) {
    next.allowedAddresses = [...allowedAddresses];
    changes.push(`calls ${would}taken from ${allowedAddresses.join(", ") || "any address"}`);
  }
  if (credentials !== undefined) {
    next.authUsername = credentials.username;
    next.authPassword = credentials.password;
    if (next.authUsername !== existing.authUsername || next.authPassword !== existing.authPassword)
      changes.push(`user name and password ${would}set`);
  }
  if (changes.length === 0 || dryRun) return changes;
  if (next.authUsername !== "" && /^\**$/.test(next.authPassword))
    throw new TelephoneError(
      `LiveKit does not give back the password of inbound trunk "${existing.name}"`,
      "give --username and --password-file again, so that the change does not lose them",
    );
  await sip.updateSipInboundTrunk(existing.sipTrunkId, next);
  return changes;
}

/** As LiveKit sees it: two trunks may share a number only if each names the callers that it takes. */
function checkNumbersAreFree(
  numbers: readonly string[],
  trunks: readonly SIPInboundTrunkInfo[],
  ours: SIPInboundTrunkInfo | undefined,
): void {
  for (const trunk of trunks) {
    if (trunk.sipTrunkId === ours?.sipTrunkId || trunk.allowedNumbers.length > 0) continue;
    const taken = numbers.find((number) => trunk.numbers.map(digitsOf).includes(digitsOf(number)));
    if (taken !== undefined)
      throw new TelephoneError(
        `${taken} belongs to another inbound trunk of this LiveKit, "${trunk.name}" (${trunk.sipTrunkId})`,
        "remove it there, or delete that trunk",
      );
  }
}

const digitsOf = (number: string): string => number.replaceAll(/\D/g, "");

const without = (list: readonly string[], others: readonly string[]): string[] =>
  list.filter((each) => !others.includes(each));

const haveSameMembers = (one: readonly string[], other: readonly string[]): boolean =>
  without(one, other).length === 0 && without(other, one).length === 0;
