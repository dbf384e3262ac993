/** The dispatch rule: every call of the trunk gets a room of its own, and the agent is sent there. */
import {
  RoomAgentDispatch,
  RoomConfiguration,
  type SipClient,
  SIPDispatchRule,
  SIPDispatchRuleCallee,
  type SIPDispatchRuleInfo,
} from "livekit-server-sdk";
import { onlyOneNamed } from "./only-one-named.ts";
import { TelephoneError } from "./telephone-error.ts";

export interface WantedRule {
  agentName: string;
  /** `undefined` when a dry run did not create the trunk. */
  trunkId: string | undefined;
  dryRun: boolean;
  say: (line: string) => void;
}

/**
 * `callee` with a random end, not `individual`: both give each call a room of its own, but `individual` puts the caller's
 * number into the room's name, and with it into every log line and webhook that names the room.
 */
const roomName = { roomPrefix: "call-", randomize: true } as const;

const roomConfig = (agentName: string): RoomConfiguration =>
  new RoomConfiguration({
    // Seconds until a room is closed that nobody entered, or that everybody left; LiveKit's defaults are 300 and 20.
    emptyTimeout: 30,
    departureTimeout: 5,
    agents: [new RoomAgentDispatch({ agentName })],
  });

export async function ensureRule(sip: SipClient, wanted: WantedRule): Promise<void> {
  const { agentName, trunkId, dryRun, say } = wanted;
  const rules = await sip.listSipDispatchRule();
  const existing = onlyOneNamed(agentName, rules, {
    kind: "dispatch",
    idOf: ({ sipDispatchRuleId }) => sipDispatchRuleId,
  });
  checkTrunkIsFree(trunkId, rules, existing);
  const what = `agent "${agentName}" in a room of its own for each call, named ${roomName.roomPrefix}…`;
  if (existing === undefined) {
    const rule = dryRun ? undefined : await create(sip, wanted);
    const done = rule === undefined ? "would be created" : `created as ${rule.sipDispatchRuleId}`;
    say(`Dispatch rule "${agentName}": ${done}: ${what}.`);
    return;
  }
  const next = mended(existing, wanted);
  const same = next.equals(existing);
  if (!same && !dryRun) await sip.updateSipDispatchRule(existing.sipDispatchRuleId, next);
  const done = same ? "nothing to change" : `${dryRun ? "would be changed" : "changed"}: ${what}`;
  say(`Dispatch rule "${agentName}" (${existing.sipDispatchRuleId}): ${done}.`);
}

function create(sip: SipClient, { agentName, trunkId }: WantedRule): Promise<SIPDispatchRuleInfo> {
  return sip.createSipDispatchRule(
    { type: "callee", ...roomName },
    {
      name: agentName,
      roomConfig: roomConfig(agentName),
      ...(trunkId === undefined ? {} : { trunkIds: [trunkId] }),
    },
  );
}

/** What calls need is set; what else somebody set on the rule, such as its metadata, stays. */
function mended(existing: SIPDispatchRuleInfo, { agentName, trunkId }: WantedRule): SIPDispatchRuleInfo {
  const next = existing.clone();
  next.rule = new SIPDispatchRule({
    rule: { case: "dispatchRuleCallee", value: new SIPDispatchRuleCallee(roomName) },
  });
  if (trunkId !== undefined) next.trunkIds = [trunkId];
  next.roomConfig = roomConfig(agentName);
  // With it, the agent would not learn which number was dialled, and so not whose call it is.
  next.hidePhoneNumber = false;
  return next;
}

function checkTrunkIsFree(
  trunkId: string | undefined,
  rules: readonly SIPDispatchRuleInfo[],
  ours: SIPDispatchRuleInfo | undefined,
): void {
  if (trunkId === undefined) return;
  const rival = rules.find((rule) => rule !== ours && rule.trunkIds.includes(trunkId));
  if (rival !== undefined)
    throw new TelephoneError(
      `Dispatch rule "${rival.name}" (${rival.sipDispatchRuleId}) takes the calls of inbound trunk ${trunkId}`,
      "take the trunk out of that rule, or delete the rule",
    );
}
