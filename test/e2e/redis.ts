/** A Redis that keeps nothing: livekit-server wants one for telephone trunks and for livekit-sip. */
import { freePort } from "./ports.ts";
import { start } from "./processes.ts";

export interface Redis {
  /** `host:port`. */
  address: string;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<Redis> {
  const port = await freePort();
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const redis = await start("redis-server", "redis-server", options);
  await redis.listening(port);
  return {
    address: `127.0.0.1:${port}`,
    stop: async () => {
      await redis.stop();
    },
  };
}
