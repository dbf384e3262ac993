/** Calls on this machine, without a key, can be watched as a caller's calls can. */
import { openWatchDoor, type WatchDoor } from "#src/inspect/watch/door.ts";
import type { PlaceCall } from "#src/simulate/stage-call.ts";
import { dataFiles } from "./worker-parts.ts";

/** The same calls, watchable until the returned door is closed. */
export function watchable(
  place: PlaceCall,
  { dataDir, onProblem }: { dataDir: string; onProblem: (reason: string) => void },
): { place: PlaceCall; door: WatchDoor } {
  const door = openWatchDoor({ folder: dataFiles({ dataDir }).watch, synthetic: true, onProblem });
  return {
    door,
    place: async (setup) => {
      const call = await place(setup);
      door.add(call.handle, { workspaceId: setup.workspaceId, sessionId: call.handle.id });
      return call;
    },
  };
}
