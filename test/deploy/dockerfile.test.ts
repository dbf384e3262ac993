import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { commandOf, copiesOf, environmentOf, isIgnored, readDockerfile, textsOf } from "./dockerfile.ts";
import { closureOf } from "./import-closure.ts";

const stages = readDockerfile();
const image = stages.at(-1);
const manifest: { devDependencies: { node: string }; dependencies: Record<string, string> } = JSON.parse(
  readFileSync("package.json", "utf8"),
);
const [, entry = ""] = commandOf(image, "CMD");
/** The worker, the call without keys, the telephone's set-up, and what is asked about the queue. */
const entries = [entry, "src/call.ts", "src/telephone-setup.ts", "src/outbox.ts"];
/** The API, and who may sign in to it. */
const entriesOfApi = ["src/api.ts", "src/users.ts"];
const copied = copiesOf(image)
  .filter(({ from }) => from === undefined)
  .flatMap(({ sources }) => sources);

it("builds and runs on the Node that the project pins", () => {
  expect(stages.map(({ base }) => base)).toEqual(
    stages.map(() => `node:${manifest.devDependencies.node}-slim`),
  );
});

it("starts the worker, as a user who is not root, and can be stopped", () => {
  expect(entry).toBe("src/worker.ts");
  expect(textsOf(image, "USER")).toEqual(["node"]);
  expect(textsOf(image, "STOPSIGNAL")).toEqual(["SIGTERM"]);
});

it("asks for its health where it is answered, and keeps its data where a volume is", () => {
  const { EMA_HEALTH_PORT: port, EMA_DATA_DIR: data } = environmentOf(image);

  expect(port).toMatch(/^\d+$/);
  expect(commandOf(image, "HEALTHCHECK").join(" ")).toContain("process.env.EMA_HEALTH_PORT + '/healthz'");
  expect(textsOf(image, "VOLUME")).toEqual([data]);
});

it("takes from the stage that builds what it made, and packages when those of development are gone", () => {
  expect(copiesOf(image).filter(({ from }) => from !== undefined)).toEqual([
    { from: "build", sources: ["/app/node_modules"], destination: "./node_modules" },
    { from: "build", sources: ["/app/dist"], destination: "./dist" },
  ]);
  expect(textsOf(stages[0], "RUN").slice(0, 3)).toEqual([
    "npm ci --ignore-scripts",
    "npm run dashboard:build",
    "npm pkg delete devDependencies && npm prune --ignore-scripts",
  ]);
});

it("has the API listen to others than itself", () => {
  expect(environmentOf(image)["EMA_API_HOST"]).toBe("0.0.0.0");
});

it("copies what exists and what .dockerignore sends", () => {
  const all = stages.flatMap(copiesOf).flatMap(({ from, sources }) => (from === undefined ? sources : []));

  expect(all.filter((source) => !existsSync(source) || isIgnored(source))).toEqual([]);
});

it("copies every file that its programs lead to", () => {
  const { files } = closureOf([...entries, ...entriesOfApi], process.cwd());
  const inImage = (file: string) =>
    !isIgnored(file) && copied.some((source) => file === source || file.startsWith(`${source}/`));

  expect(files.size).toBeGreaterThan(100);
  expect([...files].filter((file) => !inImage(file))).toEqual([]);
});

it("needs no package that is left out, but for building the page, which is built already", () => {
  const { packages } = closureOf([...entries, ...entriesOfApi], process.cwd());

  expect([...packages].filter((name) => !(name in manifest.dependencies)).sort()).toEqual(["vite"]);
});

it.each([
  ".env",
  ".git/config",
  "node_modules/x/index.js",
  ".ema/outbox.db",
  "test/calls/latency.yaml",
  "notes.txt",
])("%s is not sent to the builder", (path) => {
  expect(isIgnored(path)).toBe(true);
});
