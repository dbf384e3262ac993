import { cpSync, existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openCatalogue } from "#src/workspaces/catalogue.ts";
import { loadHousePack } from "#src/workspaces/house-pack.ts";
import { loadPack, loadPacks } from "#src/workspaces/load-pack.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { publish } from "#src/workspaces/publish.ts";
import { elm, writePrompts } from "./prompts-folder.ts";

const oak = elm.replace("id: elm\n", "id: oak\n").replace("+15555550140", "+15555550150");

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "data-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
});
const published = (...path: string[]) => join(dataDir, "workspaces", ...path);
const editPhrase = (dir: string, text: string) =>
  writeFileSync(join(dir, "elm", "phrases.yaml"), `goodbye: ${text}\n`);
const goodbyeNow = () => openCatalogue(dataDir).find("+15555550140")?.phrases["goodbye"];

describe("publishing", () => {
  it("puts every workspace where a call finds it by the dialled number, as it was loaded", async () => {
    const dir = writePrompts({ "oak/workspace.yaml": oak });

    const { packs, version, changed } = await publish(dir, dataDir);
    const catalogue = openCatalogue(dataDir);

    expect({ packs, changed }).toEqual({ packs: loadPacks(dir), changed: true });
    expect(new Set(catalogue.numbers())).toEqual(new Set(["+15555550140", "+15555550150"]));
    expect(catalogue.version()).toBe(version);
    expect(catalogue.find("+15555550140")).toEqual(packs[0]);
    expect(catalogue.find("sip:5555550150@sip.example.com;user=phone")).toEqual(packs[1]);
    expect(["+15555550141", "anonymous", ""].map((number) => catalogue.find(number))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(catalogue.house("+15555550199")).toEqual(loadHousePack(join(dir, "default"), "+15555550199"));
    expect(catalogue.house(undefined)).toEqual(loadHousePack(join(dir, "default"), undefined));
  });

  it("keeps the files that the packs were made from, and no others", async () => {
    const dir = writePrompts({
      "README.md": "For designers.",
      "elm/README.md": "Ours.",
      "elm/.DS_Store": "",
    });

    await publish(dir, dataDir);

    const copy = published("current", "prompts");
    expect(readdirSync(join(copy, "elm"))).toEqual(["workspace.yaml"]);
    expect(loadPack(join(copy, "elm"), join(copy, "default"))).toEqual(
      openCatalogue(dataDir).find("+15555550140"),
    );
  });

  it("reads no other workspace's pack for a call", async () => {
    await publish(writePrompts({ "oak/workspace.yaml": oak }), dataDir);
    writeFileSync(published("current", "packs", "oak.json"), "damaged");
    const catalogue = openCatalogue(dataDir);

    expect(catalogue.find("+15555550140")?.workspace.id).toBe("elm");
    expect(() => catalogue.find("+15555550150")).toThrow(
      new PackError(
        { file: published(catalogue.version(), "packs", "oak.json") },
        "it is damaged",
        "start the worker anew, which writes it again",
      ),
    );
  });

  it("is seen by a catalogue that was opened before", async () => {
    const dir = writePrompts();
    const catalogue = openCatalogue(dataDir);
    expect(() => catalogue.find("+15555550140")).toThrow(
      `${published()}: it holds no published workspaces; start the worker.`,
    );

    await publish(dir, dataDir);
    const before = catalogue.find("+15555550140");
    editPhrase(dir, "Bye.");
    await publish(dir, dataDir);

    expect([before, catalogue.find("+15555550140")].map((pack) => pack?.phrases["goodbye"])).toEqual([
      "Take care.",
      "Bye.",
    ]);
  });

  it("changes nothing when nothing has changed", async () => {
    const dir = writePrompts();
    const first = await publish(dir, dataDir);
    const second = await publish(dir, dataDir);

    expect(second).toEqual({ ...first, changed: false });
    expect(readdirSync(published()).toSorted()).toEqual([first.version, "current"].toSorted());
  });

  it("keeps the version before, which a process may be reading, and no older one", async () => {
    const dir = writePrompts();
    const versions: string[] = [];
    for (const text of ["One.", "Two.", "Three."]) {
      editPhrase(dir, text);
      versions.push((await publish(dir, dataDir)).version);
    }

    expect(new Set(versions).size).toBe(3);
    expect(readlinkSync(published("current"))).toBe(versions[2]);
    expect(readdirSync(published()).toSorted()).toEqual([...versions.slice(1), "current"].toSorted());
  });

  it("goes back to an earlier text", async () => {
    const dir = writePrompts();
    const first = await publish(dir, dataDir);
    editPhrase(dir, "Bye.");
    await publish(dir, dataDir);
    rmSync(join(dir, "elm", "phrases.yaml"));

    expect(await publish(dir, dataDir)).toEqual(first);
    expect(goodbyeNow()).toBe("Take care.");
  });

  it("writes a version anew that a power failure has damaged", async () => {
    const dir = writePrompts();
    const { version } = await publish(dir, dataDir);
    writeFileSync(published(version, "packs", "elm.json"), "");

    await publish(dir, dataDir);

    expect(goodbyeNow()).toBe("Take care.");
  });

  it("clears away what a publisher that was killed has left", async () => {
    cpSync(writePrompts(), published(".new-abc"), { recursive: true });

    await publish(writePrompts(), dataDir);

    expect(existsSync(published(".new-abc"))).toBe(false);
  });
});

describe("what was published stays", () => {
  it("when a pack is wrong", async () => {
    const dir = writePrompts();
    await publish(dir, dataDir);
    editPhrase(dir, "Dial 911.");

    await expect(publish(dir, dataDir)).rejects.toThrow(PackError);
    expect(goodbyeNow()).toBe("Take care.");
  });

  it("when a pack does not pass its check", async () => {
    const dir = writePrompts();
    await publish(dir, dataDir);
    editPhrase(dir, "Bye.");
    const refused = new PackError({ file: "elm/script.yaml" }, "two lines are one", "tell them apart");

    await expect(
      publish(dir, dataDir, {
        check() {
          throw refused;
        },
      }),
    ).rejects.toBe(refused);
    expect(goodbyeNow()).toBe("Take care.");
  });

  it("until everything that calls need is prepared, and when it cannot be", async () => {
    const dir = writePrompts();
    await publish(dir, dataDir);
    editPhrase(dir, "Bye.");
    const during: (string | undefined)[] = [];
    const unavailable = new Error("no speech");

    await expect(
      publish(dir, dataDir, {
        prepare() {
          during.push(goodbyeNow());
          return Promise.reject(unavailable);
        },
      }),
    ).rejects.toBe(unavailable);
    expect([...during, goodbyeNow()]).toEqual(["Take care.", "Take care."]);
  });
});

it("the house's phrases are prepared with the workspaces', and only these are checked", async () => {
  const seen: Record<string, string[]> = {};
  const idsAs = (name: string) => (packs: readonly { workspace: { id: string } }[]) => {
    seen[name] = packs.map(({ workspace }) => workspace.id);
  };

  await publish(writePrompts(), dataDir, {
    check: idsAs("checked"),
    prepare: async (packs) => idsAs("prepared")(packs),
  });

  expect(seen).toEqual({ checked: ["elm"], prepared: ["elm", "unassigned"] });
});
