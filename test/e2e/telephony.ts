/** Where telephones call in: a real livekit-sip where `EMA_E2E_LIVEKIT_SIP` names one, and otherwise the bridge. */
import type { Door } from "./door.ts";
import type { LiveKit } from "./livekit.ts";
import { freeUdpPort } from "./ports.ts";
import { start } from "./processes.ts";
import type { Redis } from "./redis.ts";
import { startSipBridge } from "./sip-bridge.ts";

export interface Telephony {
  /** SIP over UDP. */
  port: number;
  stop(): Promise<void>;
}

export interface TelephonyOptions {
  livekit: LiveKit;
  redis: Redis;
  /** Hands transfers on. */
  door: Door;
  /** The SIP address that a telephone is told to call for one such as `tel:+15555550111`. */
  route: (to: string) => string;
}

export async function startTelephony({ livekit, redis, door, route }: TelephonyOptions): Promise<Telephony> {
  const program = process.env["EMA_E2E_LIVEKIT_SIP"];
  if (program !== undefined && program !== "") {
    door.carryOut({ byLiveKitSip: route });
    return startLiveKitSip(program, livekit, redis);
  }
  const bridge = await startSipBridge({ livekit, route });
  door.carryOut(bridge.carryOut);
  return bridge;
}

async function startLiveKitSip(program: string, livekit: LiveKit, redis: Redis): Promise<Telephony> {
  const [port, rtpPort] = [await freeUdpPort(), await freeUdpPort()];
  const config = {
    api_key: livekit.apiKey,
    api_secret: livekit.apiSecret,
    ws_url: livekit.url,
    redis: { address: redis.address },
    sip_port: port,
    rtp_port: `${rtpPort}-${rtpPort + 99}`,
    listen_ip: "127.0.0.1",
    // It takes no loopback address for its own unless it is told to.
    nat_1_to_1_ip: "127.0.0.1",
    use_external_ip: false,
  };
  const sip = await start("livekit-sip", program, [], { env: { SIP_CONFIG_BODY: JSON.stringify(config) } });
  await sip.printed(/sip signaling listening on/);
  return {
    port,
    stop: async () => {
      await sip.stop();
    },
  };
}
