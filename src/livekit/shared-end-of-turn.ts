/** The end-of-turn model in the worker's one inference process, instead of 255 MB of it in every call's process. */
import type { JobContext } from "@livekit/agents";

/** As `@livekit/agents` registers it. */
const method = "lk_eot_audio";

type Executor = JobContext["inferenceExecutor"];

/** Probability, 0 to 1, that the turn ended, from 16 kHz audio; rejects when the inference process is gone. */
export const sharedEndOfTurn =
  (executor: Executor) =>
  async (samples: Int16Array): Promise<number> => {
    const pcm = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString("base64");
    const answer: unknown = await executor.doInference(method, { pcm });
    if (typeof answer === "object" && answer !== null && "probability" in answer) {
      const { probability } = answer;
      if (typeof probability === "number") return probability;
    }
    throw new Error("The inference process gave no probability.");
  };
