/** What comes from the telephone, from LiveKit, from another process of ours, and from the environment. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ParticipantKind } from "@livekit/rtc-node";
import { expect, it } from "vitest";
import { readSettings, type Mode } from "#src/config/settings.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { callerOf, hasHungUp } from "#src/livekit/caller.ts";
import { readDispatchMetadata } from "#src/livekit/rescue-metadata.ts";
import { findCalls } from "#src/livekit/running-calls-folder.ts";
import { runningCallSchema } from "#src/livekit/running-calls-record.ts";
import { toE164 } from "#src/workspaces/telephone-number.ts";
import { Random, seedOfRun } from "../chaos/random.ts";
import { complete, key } from "../config/variables.ts";
import { person } from "../livekit/fake-room.ts";
import { newCall } from "../livekit/running-calls-example.ts";
import { callsFolder } from "../livekit/running-calls-fixtures.ts";
import { anyValue, mutatedRecord, mutatedText, oddText } from "./mutate.ts";

const each = (runs: number, seed: number, look: (random: Random) => unknown): unknown[] =>
  Array.from({ length: runs }, (_, run) => look(new Random(seedOfRun(seed, run)))).filter(
    (found) => found !== undefined,
  );

it("takes any attributes of a telephone: a caller has texts that are not empty, or none", () => {
  const strange = each(600, 41, (random) => {
    const names = ["sip.trunkPhoneNumber", "sip.phoneNumber", "sip.callID", "sip.callStatus", "x"];
    const attributes = Object.fromEntries(
      names.filter(() => random.chance(0.8)).map((name) => [name, oddText(random)]),
    );
    const kind = random.pick([ParticipantKind.SIP, ParticipantKind.STANDARD, ParticipantKind.AGENT]);
    const caller = callerOf(person(oddText(random), attributes, kind));
    const numbers = [caller.dialled, caller.number].map((number) => toE164(number ?? ""));
    const sound =
      [caller.dialled, caller.number, caller.callSid].every((text) => text !== "") &&
      numbers.every((number) => number === undefined || /^\+[1-9]\d{6,14}$/.test(number)) &&
      !(caller.answered && hasHungUp(attributes));
    return sound ? undefined : { attributes, caller, numbers };
  });
  expect(strange).toEqual([]);
});

it("takes any text as a dispatch's metadata, and believes it only where it has the right kind", () => {
  const strange = each(1000, 42, (random) => {
    const record = mutatedRecord({ resumed: true, told: false, after: "AJ_1" }, random);
    const text = random.chance(0.5) ? JSON.stringify(record) : mutatedText(JSON.stringify(record), random);
    const { resumed, told, after, ...more } = readDispatchMetadata(
      random.chance(0.1) ? oddText(random) : text,
    );
    const kinds = [typeof resumed, typeof told, typeof after].join(" ");
    const sound = /^(?:boolean|undefined) (?:boolean|undefined) (?:string|undefined)$/.test(kinds);
    return sound && Object.keys(more).length === 0 ? undefined : text;
  });
  expect(strange).toEqual([]);
});

it("reads the records of running calls that are whole, and puts the others aside", () => {
  const strange = each(60, 43, (random) => {
    const folder = callsFolder();
    const record = mutatedRecord({ ...newCall(), pid: 7, processStartedAt: null }, random);
    const text = random.chance(0.3)
      ? mutatedText(JSON.stringify(record), random)
      : JSON.stringify(random.chance(0.1) ? anyValue(random) : record);
    writeFileSync(join(folder, "AJ_1.json"), text);
    const problems: string[] = [];
    const found = findCalls(folder, (reason) => problems.push(reason));
    const left = readdirSync(folder);
    const whole = found.length === 1 && runningCallSchema.safeParse(found[0]?.call).success;
    const aside = found.length === 0 && left.join() === "AJ_1.json.unreadable" && problems.length === 1;
    return whole || aside ? undefined : { text, left, problems };
  });
  expect(strange).toEqual([]);
});

it("starts with the environment as it is, or names the variable and how to mend it, without its value", () => {
  const right = {
    ...complete,
    LIVEKIT_URL: "wss://livekit.example.com",
    LIVEKIT_API_KEY: "key",
    LIVEKIT_API_SECRET: "s".repeat(32),
    EMA_MAX_CALLS: "10",
    EMA_FALLBACK_NUMBER: "+15555550100",
    EMA_CALL_LOG_KEY: key,
    EMA_HEALTH_PORT: "8080",
    EMA_WEBHOOK_SECRET_ELM: "hush",
    EMA_WEBHOOK_SIGNING_KEY_ELM: `whsec_${key}`,
    LOG_LEVEL: "info",
  };
  const names = Object.keys(right);
  const outcomes = new Set<string>();
  const strange = each(500, 44, (random) => {
    const changed = random.pick(names);
    const value = random.chance(0.2) ? undefined : oddText(random);
    const mode = random.pick<Mode>(["live", "worker", "telephone"]);
    try {
      const settings = readSettings({ ...right, [changed]: value }, { mode });
      outcomes.add(`read ${settings.mode}`);
      return undefined;
    } catch (error) {
      outcomes.add("refused");
      const sound =
        error instanceof SettingsError &&
        names.includes(error.variable) &&
        !(value !== undefined && value.length > 12 && error.message.includes(value));
      return sound ? undefined : `${changed}: ${error instanceof Error ? error.stack : typeof error}`;
    }
  });
  expect(strange).toEqual([]);
  expect([...outcomes].sort()).toEqual(["read live", "read telephone", "read worker", "refused"]);
});
