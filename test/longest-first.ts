/**
 * Long test files begin first, so that nobody waits for one of them alone at the end. They are known by name: vitest goes by
 * the times of an earlier run, and in a fresh checkout by size, which says nothing of them.
 */
import { existsSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest of each project first. */
const longest = [
  "test/machines/graph.test.ts",
  "test/chaos/chaos.test.ts",
  "test/machines/runtime.test.ts",
  "test/faults/situations.test.ts",
  "test/outbox/kill.test.ts",
  "test/inspect/chart.test.ts",
  "test/voice/hearing.test.ts",
  "test/calls/calls.test.ts",
  "test/calls/call.test.ts",
  "test/calls/telemetry.test.ts",
  "test/calls/cli.test.ts",
  "test/e2e/stopping.e2e.test.ts",
  "test/e2e/telephone.e2e.test.ts",
  "test/e2e/keys-and-hold.e2e.test.ts",
  "test/e2e/endings.e2e.test.ts",
  "test/e2e/inspect.e2e.test.ts",
  "test/e2e/dashboard.e2e.test.ts",
  "test/e2e/image.e2e.test.ts",
  "test/e2e/workspaces.e2e.test.ts",
  "test/e2e/telephone-setup.e2e.test.ts",
  "test/e2e/packs-api.e2e.test.ts",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = longest.find((name) => !existsSync(name));
    if (gone !== undefined) throw new Error(`${gone} is not there: mend the list in test/longest-first.ts.`);
    const byProject = Map.groupBy(await super.sort(files), ({ project }) => project);
    return [...byProject.values()].flatMap((group) =>
      group.toSorted((one, other) => rank(one) - rank(other)),
    );
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
  return at === -1 ? longest.length : at;
}
