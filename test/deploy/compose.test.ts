import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { Client } from "pg";
import { expect, it } from "vitest";
import { z } from "zod";
import { environmentSchema } from "#src/config/environment.ts";
import { readSettings } from "#src/config/settings.ts";
import { commandOf, environmentOf, readDockerfile, textsOf } from "./dockerfile.ts";
import { readYaml } from "./yaml.ts";

const serviceSchema = z.strictObject({
  image: z.string().regex(/:v?\d+\.\d+[\w.-]*$|^ema-agent$/, "must be pinned to a version"),
  build: z.literal(".").optional(),
  command: z.string().optional(),
  restart: z.literal("unless-stopped"),
  network_mode: z.enum(["host", "none"]),
  env_file: z.literal(".env").optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal("service_healthy") })).default({}),
  healthcheck: z.strictObject({
    test: z.tuple([z.literal("CMD")]).rest(z.string()),
    interval: z.string(),
    timeout: z.string(),
    retries: z.number(),
    start_period: z.string().optional(),
  }),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
});
const { services, volumes } = readYaml(
  "compose.yaml",
  z.looseObject({
    services: z.record(z.string(), serviceSchema),
    volumes: z.record(z.string(), z.null()),
  }),
);
const { api, postgres } = services;
const agents = Object.entries(services).filter(([name]) => name.startsWith("agent-"));
const example = parseEnv(readFileSync(".env.example", "utf8"));
const image = readDockerfile().at(-1);

it("has LiveKit, its SIP bridge, Redis, PostgreSQL, the API and two agents", () => {
  expect(Object.keys(services)).toEqual(["redis", "livekit", "sip", "postgres", "api", "agent-a", "agent-b"]);
  expect(services["livekit"]?.image).toBe("livekit/livekit-server:v1.13.5");
  expect(services["sip"]?.image).toBe("livekit/sip:v1.11.0");
});

it("mounts what exists, and keeps data in named volumes", () => {
  const sources = Object.values(services)
    .flatMap(({ volumes }) => volumes)
    .map((mount) => mount.split(":")[0] ?? "");

  expect(sources.filter((each) => !(each.startsWith("./") ? existsSync(each) : each in volumes))).toEqual([]);
});

it("waits only for services that it has", () => {
  const waitedFor = Object.values(services).flatMap(({ depends_on }) => Object.keys(depends_on));

  expect(waitedFor.filter((name) => !(name in services))).toEqual([]);
});

it("takes from .env what .env.example explains, and says so when it is missing", () => {
  const text = readFileSync("compose.yaml", "utf8");
  const interpolated = [...text.matchAll(/(?<!\$)\$\{(\w+)([^}]*)\}/g)];

  expect(interpolated.filter(([, name = ""]) => !(name in example))).toEqual([]);
  expect(interpolated.filter(([, , rest = ""]) => !/^:[?-]/.test(rest))).toEqual([]);
  expect(text).not.toMatch(/(?<!\$)\$(?!\{|\$)/);
});

it("gives the agents variables that they know, and each a disk and a health port of its own", () => {
  const known = Object.keys(environmentSchema.shape);
  const ports = agents.map(([, { environment }]) => environment["EMA_HEALTH_PORT"]);

  expect(
    agents.flatMap(([, { environment }]) => Object.keys(environment)).filter((name) => !known.includes(name)),
  ).toEqual([]);
  expect(new Set(ports).size).toBe(agents.length);
  expect(agents.map(([, { volumes }]) => volumes)).toEqual([
    ["agent-a:/data", "recordings:/data/recordings"],
    ["agent-b:/data", "recordings:/data/recordings"],
  ]);
  expect(agents.map(([, { environment }]) => environment["EMA_DATA_DIR"])).toEqual(
    agents.map(() => environmentOf(image)["EMA_DATA_DIR"]),
  );
  expect(textsOf(image, "VOLUME")).toEqual(["/data"]);
});

it("asks the agents and the API whether they are ready, as the image asks whether they live", () => {
  const asked = [...agents.map(([, agent]) => agent), api].map((service) =>
    service?.healthcheck.test.slice(1).join(" ").replace("/readyz", "/healthz").replaceAll(" .then", ".then"),
  );

  expect(new Set(asked)).toEqual(new Set([commandOf(image, "HEALTHCHECK").join(" ")]));
  expect(api?.environment["EMA_HEALTH_PORT"]).toBe(api?.environment["EMA_API_PORT"]);
});

it("starts the API with what it needs, on an address of this machine, where the agents look for it", () => {
  const secrets = { EMA_AUTH_SECRET: "a-secret-of-more-than-32-characters", EMA_WEBHOOK_SECRET: "secret" };
  const { listen, dataDir } = readSettings({ ...api?.environment, ...secrets }, { mode: "api" });
  const url = `http://${listen.host}:${listen.port}`;

  expect(api?.command).toBe("node src/api.ts");
  expect(url).toBe("http://127.0.0.1:4100");
  expect(agents.map(([, { environment }]) => environment["EMA_API_URL"])).toEqual(
    agents.map(() => `\${EMA_API_URL:-${url}}`),
  );
  // Recordings are found where the agents put them.
  expect(api?.volumes).toContain(`recordings:${dataDir}/recordings`);
  expect(Object.keys(api?.environment ?? {}).filter((name) => !(name in environmentSchema.shape))).toEqual(
    [],
  );
});

it("has PostgreSQL without a network, reached by the API alone through its socket", () => {
  const { host, user, database } = new Client({ connectionString: api?.environment["DATABASE_URL"] ?? "" });
  const sharing = Object.entries(services).filter(([, { volumes }]) =>
    volumes.includes(`postgres-socket:${host}`),
  );

  expect({ mode: postgres?.network_mode, command: postgres?.command }).toEqual({
    mode: "none",
    command: "postgres -c listen_addresses=",
  });
  expect({ user, database }).toEqual({
    user: postgres?.environment["POSTGRES_USER"],
    database: postgres?.environment["POSTGRES_DB"],
  });
  expect(sharing.map(([name]) => name)).toEqual(["postgres", "api"]);
  expect(
    Object.entries(services).flatMap(([name, { network_mode: mode }]) => (mode === "none" ? [name] : [])),
  ).toEqual(["postgres"]);
});

it("gives everything that carries calls more time to stop than the agents take", () => {
  const drainSeconds = environmentSchema.parse({}).EMA_DRAIN_SECONDS;
  const graces = Object.entries(services)
    .filter(([name]) => !["redis", "postgres", "api"].includes(name))
    .map(([, { stop_grace_period: grace = "10s" }]) => Number.parseInt(grace, 10));

  expect(graces.filter((seconds) => seconds <= drainSeconds + 150)).toEqual([]);
});

const address = z.strictObject({ address: z.string() });
const logging = z.strictObject({ level: z.literal("info"), json: z.boolean() });

it("has LiveKit, the bridge and the agents meet each other", () => {
  const livekit = readYaml(
    "deploy/livekit.yaml",
    z.strictObject({
      port: z.number(),
      rtc: z.strictObject({ use_external_ip: z.boolean(), tcp_port: z.number(), udp_port: z.number() }),
      redis: address,
      room: z.strictObject({ enable_remote_unmute: z.boolean() }),
      logging,
    }),
  );
  const sip = readYaml(
    "deploy/sip.yaml",
    z.strictObject({
      sip_port: z.number(),
      rtp_port: z.string(),
      use_external_ip: z.boolean(),
      hide_inbound_port: z.boolean(),
      health_port: z.number(),
      redis: address,
      logging,
    }),
  );
  const url = `ws://127.0.0.1:${livekit.port}`;

  expect(sip.redis).toEqual(livekit.redis);
  expect(services["sip"]?.environment["LIVEKIT_WS_URL"]).toBe(url);
  expect(agents.map(([, { environment }]) => environment["LIVEKIT_URL"])).toEqual([url, url]);
  expect(services["sip"]?.healthcheck.test.join(" ")).toContain(`/dev/tcp/127.0.0.1/${sip.health_port} `);
  expect(services["livekit"]?.healthcheck.test.join(" ")).toContain(`http://127.0.0.1:${livekit.port}/`);
});

it("documents every port", () => {
  const comments = readFileSync("compose.yaml", "utf8").split("\nname:")[0] ?? "";

  for (const port of ["5060/udp", "5060/tcp", "10000-20000/udp", "7880/tcp", "7881/tcp", "7882/udp"])
    expect(comments).toContain(port);
});
