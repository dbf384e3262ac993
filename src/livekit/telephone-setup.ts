/**
 * Makes LiveKit send the workspaces' calls to the agent: one inbound trunk with every number, and one dispatch rule. Both
 * are known by the agent's name, and are made when they are missing and mended when they differ.
 */
import { SipClient } from "livekit-server-sdk";
import { describeFailure } from "./telephone-error.ts";
import { ensureRule } from "./telephone-rule.ts";
import { ensureTrunk, type TrunkAccess } from "./telephone-trunk.ts";

export interface TelephoneSetup {
  livekit: { url: string; apiKey: string; apiSecret: string };
  /** The agent that answers, and the name of the trunk and of the rule. */
  agentName: string;
  /** E.164. */
  numbers: readonly string[];
  access: TrunkAccess;
  /** Looks, says what it would do, and changes nothing. */
  dryRun: boolean;
  say: (line: string) => void;
}

/** Throws `TelephoneError`; what was said by then has been done, and to run it again is safe. */
export async function setUpTelephone({ livekit, agentName, numbers, ...how }: TelephoneSetup): Promise<void> {
  const { url, apiKey, apiSecret } = livekit;
  const sip = new SipClient(url, apiKey, apiSecret);
  try {
    const trunkId = await ensureTrunk(sip, { name: agentName, numbers, ...how });
    await ensureRule(sip, { agentName, trunkId, ...how });
  } catch (error) {
    throw describeFailure(error, url);
  }
}
