import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { environmentSchema } from "#src/config/environment.ts";
import { readYaml } from "./yaml.ts";

const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync("package.json", "utf8"));
const { services } = readYaml("compose.yaml", z.looseObject({ services: z.record(z.string(), z.unknown()) }));

it.each([
  "docs/access.md",
  "docs/api.md",
  "docs/costs.md",
  "docs/dashboard.md",
  "docs/deployment.md",
  "docs/load.md",
  "docs/observability.md",
  "docs/outbox.md",
  "docs/privacy.md",
  "docs/telephone.md",
])("%s names what exists: files, commands, services, variables", (file) => {
  const text = readFileSync(file, "utf8");
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);
  const wrong = {
    links: found(/\]\(([^)#]+)\)/g).filter((link) => !existsSync(join(dirname(file), link))),
    programs: found(/\b((?:src|test)\/[\w/.-]+\.(?:ts|yaml))\b/g).filter((program) => !existsSync(program)),
    scripts: found(/npm run (?:-s )?(\w[\w:-]*)/g).filter((name) => !(name in scripts)),
    services: found(/docker compose [^\n]*?\b(agent-\w+|api|postgres)\b/g).filter(
      (name) => !(name in services),
    ),
    variables: found(/\b((?:EMA|LIVEKIT|OPENAI|DEEPGRAM)_[A-Z_]*[A-Z])\b/g).filter(
      (name) => !(name in environmentSchema.shape),
    ),
  };

  expect(wrong).toEqual({ links: [], programs: [], scripts: [], services: [], variables: [] });
});
