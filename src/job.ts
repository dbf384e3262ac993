/** One job, one call: the process that a worker starts for each caller. */
import { AutoSubscribe, defineAgent, log } from "@livekit/agents";
import { RoomServiceClient } from "livekit-server-sdk";
import { readSettings } from "#src/config/settings.ts";
import { publishAgentTrack } from "#src/livekit/agent-track.ts";
import { callerOf } from "#src/livekit/caller.ts";
import { agentIsHere, firstCaller } from "#src/livekit/first-caller.ts";
import { openPhraseStore } from "#src/voice/phrase-store.ts";
import { openCatalogue } from "#src/workspaces/catalogue.ts";
import { appVersion } from "./app-version.ts";
import { loadVad, openAIClient } from "./assemble.ts";
import { rehearse } from "./rehearse.ts";
import { type Ready, takeCall } from "./take-call.ts";
import { dataFiles, liveKitApi, providersOf } from "./worker-parts.ts";

/** A caller who is announced and does not come. */
const callerLimitMs = 20_000;

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
  },

  /** Returns once the call is going on; what ends the job is the end of the call. */
  async entry(context) {
    const { room, proc } = context;
    await context.connect(undefined, AutoSubscribe.AUDIO_ONLY);
    if (agentIsHere(room)) return context.shutdown("another agent has the call");
    const [track, participant] = await Promise.all([
      publishAgentTrack(room),
      firstCaller(room, callerLimitMs),
    ]);
    if (participant === undefined) {
      log().warn("nobody came: the room is closed");
      if (room.name !== undefined)
        await new RoomServiceClient(...liveKitApi(proc.userData.settings)).deleteRoom(room.name);
      return context.shutdown("nobody came");
    }
    await takeCall(context, callerOf(participant), track);
  },

  /** The worker stops, or the room is gone: a call that is still going on is brought to its end. */
  async onSessionEnd({ proc }) {
    const { call } = proc.userData;
    call?.handle.send({ type: "call.mustEnd" });
    await call?.over;
  },
});
