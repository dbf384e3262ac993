/** Nobody answers: a tone is heard after each line, so that callers and lines have as much to do as in a call. */
import type { Contender, OpenContender } from "../bench/contender.ts";

const voiced = 500;
const toneFrames = 200;
/** As long as the quickest answer takes, in frames of 20 ms. */
const quietFrames = 30;

export const open: OpenContender = async (): Promise<Contender> => ({
  async answer({ audioIn, audioOut }) {
    const tone = new Int16Array(480).fill(1_000);
    let left = toneFrames;
    let quiet = 0;
    let spoken = false;
    const stop = audioIn.subscribe((frame) => {
      if (left > 0) {
        left--;
        return audioOut.write(tone);
      }
      const isVoiced = Math.abs(frame[0] ?? 0) > voiced || Math.abs(frame[160] ?? 0) > voiced;
      spoken ||= isVoiced;
      quiet = isVoiced ? 0 : quiet + 1;
      if (!spoken || quiet < quietFrames) return;
      spoken = false;
      left = toneFrames;
    });
    return {
      async close() {
        stop();
      },
    };
  },
  async close() {},
});
