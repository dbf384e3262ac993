/** A livekit-server of the tests' own, on loopback. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { RoomServiceClient, SipClient } from "livekit-server-sdk";
import { cacheFolder } from "./cache.ts";
import { freePort, freeUdpPort } from "./ports.ts";
import { type Running, start } from "./processes.ts";

/** Where a server is, and the key to it. */
export interface LiveKitAddress {
  /** `ws://127.0.0.1:PORT`. */
  url: string;
  apiKey: string;
  apiSecret: string;
}

export interface LiveKit extends LiveKitAddress {
  rooms: RoomServiceClient;
  sip: SipClient;
  /** What it logged since it was last started. */
  log(): string;
  /** Closes every connection. */
  stop(): Promise<void>;
  /** Stops it and starts it again, with the same ports and keys; rooms are lost. */
  restart(): Promise<void>;
}

export interface LiveKitOptions {
  /** `host:port`; without it there are no telephone trunks. */
  redis?: string;
  /** A free one is taken when it is left out. */
  port?: number;
}

const apiKey = "e2e";
const apiSecret = "a-secret-of-the-end-to-end-tests-alone";
/** The first SIGTERM waits for the rooms to empty, or is lost on a server that has just begun; a second one is neither. */
const hurryMs = 200;

export async function startLiveKit({ redis, port }: LiveKitOptions = {}): Promise<LiveKit> {
  const binary = program();
  const config = configuration(port ?? (await freePort()), await freeUdpPort(), redis);
  const boot = async (): Promise<Running> => {
    const server = await start("livekit-server", binary, [], {
      env: { LIVEKIT_CONFIG: JSON.stringify(config) },
      hurryMs,
    });
    await server.listening(config.port);
    return server;
  };
  let server = await boot();
  const stop = async (): Promise<void> => {
    await server.stop();
  };
  const http = `http://127.0.0.1:${config.port}`;
  return {
    url: `ws://127.0.0.1:${config.port}`,
    apiKey,
    apiSecret,
    rooms: new RoomServiceClient(http, apiKey, apiSecret),
    sip: new SipClient(http, apiKey, apiSecret),
    log: () => server.output(),
    stop,
    restart: async () => {
      await stop();
      server = await boot();
    },
  };
}

function program(): string {
  const binary = join(cacheFolder(), "bin", "livekit-server");
  if (!existsSync(binary))
    throw new Error(`There is no livekit-server at ${binary}: run \`npm run e2e:setup\`.`);
  return binary;
}

function configuration(port: number, udpPort: number, redis: string | undefined) {
  return {
    port,
    bind_addresses: ["127.0.0.1"],
    log_level: "info",
    rtc: {
      tcp_port: 0,
      udp_port: udpPort,
      interfaces: { includes: ["lo"] },
      node_ip: "127.0.0.1",
      use_external_ip: false,
      enable_loopback_candidate: true,
    },
    // A caller who is muted through the API can be unmuted through it.
    room: { enable_remote_unmute: true },
    ...(redis === undefined ? {} : { redis: { address: redis } }),
    keys: { [apiKey]: apiSecret },
  };
}
