/** One job, one call: the process that a worker starts for each caller. */
import { AutoSubscribe, defineAgent, type JobContext, log } from "@livekit/agents";
import { RoomServiceClient } from "livekit-server-sdk";
import { writeCompiledCode } from "#src/config/compile-cache.ts";
import { readSettings } from "#src/config/settings.ts";
import { publishAgentTrack } from "#src/livekit/agent-track.ts";
import { callerOf } from "#src/livekit/caller.ts";
import { agentIsHere, firstCaller } from "#src/livekit/first-caller.ts";
import { type NewCall, recordCall } from "#src/livekit/running-calls.ts";
import { quietOutput } from "#src/privacy/quiet-output.ts";
import { openPhraseStore } from "#src/voice/phrase-store.ts";
import { openCatalogue } from "#src/workspaces/catalogue.ts";
import { houseId } from "#src/workspaces/pack.ts";
import { appVersion } from "./app-version.ts";
import { loadVad, openAIClient } from "./assemble.ts";
import { rehearse } from "./rehearse.ts";
import { problem, type Ready, takeCall } from "./take-call.ts";
import { noteWarmed } from "./warmed.ts";
import { dataFiles, liveKitApi, providersOf } from "./worker-parts.ts";

/** A caller who is announced and does not come. */
const callerLimitMs = 20_000;

quietOutput();

export default defineAgent<Ready>({
  /** Before a call comes. */
  async prewarm(process) {
    const settings = readSettings(undefined, { mode: "worker" });
    const catalogue = openCatalogue(settings.dataDir);
    const phrases = openPhraseStore(dataFiles(settings).phrases);
    const providers = providersOf(settings);
    const client = openAIClient(providers);
    const vad = await loadVad();
    const senses = { vad, predictEndOfTurn: async () => 0 };
    await rehearse({ catalogue, phrases, providers, client, senses, appVersion });
    process.userData = { settings, vad, catalogue, phrases, client };
    writeCompiledCode();
    noteWarmed(dataFiles(settings).warmed);
  },

  /** Returns once the call is going on; what ends the job is the end of the call. */
  async entry(context) {
    const { room, proc } = context;
    const { settings } = proc.userData;
    await context.connect(undefined, AutoSubscribe.AUDIO_ONLY);
    if (agentIsHere(room)) return context.shutdown("another agent has the call");
    // From here on somebody else sees to the caller if this process dies.
    const record = recordCall(dataFiles(settings).running, joined(context), problem);
    const [track, participant] = await Promise.all([
      publishAgentTrack(room),
      firstCaller(room, callerLimitMs),
    ]);
    if (participant === undefined) {
      log().warn("nobody came, the room is closed");
      await new RoomServiceClient(...liveKitApi(settings)).deleteRoom(room.name ?? "").catch(() => {});
      record.remove();
      return context.shutdown("nobody came");
    }
    await takeCall(context, { caller: callerOf(participant), track, record });
  },

  /** The worker stops, or the room is gone: a call that is still going on is brought to its end. */
  async onSessionEnd({ proc }) {
    const { call } = proc.userData;
    call?.handle.send({ type: "call.mustEnd" });
    await call?.over;
  },
});

/** Nobody has come yet. */
const joined = ({ room, job }: Pick<JobContext, "room" | "job">): NewCall => ({
  jobId: job.id,
  room: room.name ?? job.id,
  agentIdentity: room.localParticipant?.identity ?? "",
  callerIdentity: "",
  workspaceId: houseId,
  startedAt: new Date().toISOString(),
  stage: "welcome",
  turns: 0,
  ladder: [],
  told: "nothing",
});
