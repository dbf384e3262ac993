/**
 * Telephone calls: baresip dials a number over SIP and G.711, trunk and dispatch rule are those of `telephone:setup`, and
 * what the caller says is recognized from its audio.
 */
import { beforeAll, expect, it } from "vitest";
import { setUpTelephone } from "#src/livekit/telephone-setup.ts";
import { startTelephone, type Telephone } from "./baresip.ts";
import { likeness } from "./likeness.ts";
import { numberOf } from "./outcomes.ts";
import { startRedis } from "./redis.ts";
import { openScene, type Scene } from "./scene.ts";
import { startTelephony, type Telephony } from "./telephony.ts";
import { until } from "./time.ts";
import { harbourView, mapleCourt, twoWorkspaces } from "./two-workspaces.ts";

const number = "+15555550142";
const lines = {
  water: "Water is coming through the ceiling.",
  technician: "This is the technician of the building.",
};
/** `likeness` of a line that is there is above 0.9, of any other one below 0.5. */
const alike = 0.7;

let scene: Scene;
let telephony: Telephony;
/** The ladder of maple-court. */
let [first, second]: Telephone[] = [];
beforeAll(async () => {
  const redis = await startRedis();
  scene = await openScene({
    redis: redis.address,
    promptsDir: twoWorkspaces(),
    env: { EMA_IDLE_PROCESSES: "2" },
    recognizer: { sentences: [lines.water, "My heating does not work.", "I smell gas in the kitchen."] },
  });
  await setUpTelephone({
    livekit: scene.server,
    agentName: "ema",
    numbers: [mapleCourt.dialled, harbourView.dialled],
    access: {},
    dryRun: false,
    say: () => {},
  });
  const ladder = [
    await startTelephone({ number: "+15555550111" }),
    await startTelephone({ number: "+15555550112", picksUp: true, voice: "slt" }),
  ];
  [first, second] = ladder;
  telephony = await startTelephony({
    livekit: scene.server,
    redis,
    door: scene.livekit,
    route: (to) => `sip:${numberOf(to)}@${ladder[to.includes("+15555550111") ? 0 : 1]?.address}`,
  });
});

it("a caller hears the greeting and an answer to what was said, and BYE ends the job", async () => {
  const { phone, room } = await dial(mapleCourt.dialled);
  await scene.hasSaid(room, "agent", 1);
  await phone.say(lines.water);
  const [said] = await scene.hasSaid(room, "tenant", 1);
  const [greeting = "", answer = ""] = await scene.hasSaid(room, "agent", 2);
  await phone.hangUp();
  await scene.toldEnd(room);
  await scene.nothingLeft(room);

  expect(said).toMatch(/water.*ceiling/i);
  expect(greeting).toContain(mapleCourt.greets);
  expect(await likeness(phone.heard(), greeting, "nova")).toBeGreaterThan(alike);
  expect(await likeness(phone.heard(), longestSentence(answer), "nova")).toBeGreaterThan(alike);
  const [begun] = scene.told(room);
  expect(begun).toMatchObject({
    event_type: "call_initiated",
    workspace_id: mapleCourt.id,
    call_sid: expect.stringMatching(/^SCL_/),
    data: { metadata: { dialled_number: mapleCourt.dialled, calling_number: number } },
  });
  expect(room).not.toContain(number.slice(1));
});

it("another number is another workspace's, in greeting and voice", async () => {
  const { phone, room } = await dial(harbourView.dialled);
  const [greeting = ""] = await scene.hasSaid(room, "agent", 1);
  await phone.hangUp();
  await scene.toldEnd(room);

  expect(scene.told(room)[0]).toMatchObject({ workspace_id: harbourView.id });
  expect(greeting).toContain(harbourView.greets);
  expect(await likeness(phone.heard(), greeting, "onyx")).toBeGreaterThan(alike);
  expect(await likeness(phone.heard(), greeting, "nova")).toBeLessThan(alike);
});

it("0: the first human's telephone rings and declines, the second answers, and both hear each other", async () => {
  const { phone, room } = await dial(mapleCourt.dialled);
  await scene.hasSaid(room, "agent", 1);
  await phone.press("0");
  await first?.ringing(60_000);
  await first?.hangUp();
  await second?.established(undefined, 60_000);
  await second?.say(lines.technician);
  await phone.say(lines.water);
  const [callerHeard, humanHeard] = [phone.heard(), second?.heard() ?? new Int16Array()];
  await scene.toldEnd(room);
  await scene.nothingLeft(room);
  await second?.hangUp();

  expect(await likeness(callerHeard, lines.technician, "slt")).toBeGreaterThan(alike);
  expect(await likeness(humanHeard, lines.water, "rms")).toBeGreaterThan(alike);
});

async function dial(dialled: string): Promise<{ phone: Telephone; room: string }> {
  const phone = await startTelephone({ number });
  await phone.dial(dialled, telephony.port);
  const room = await until(() => scene.worker.calls()[0]?.room, {
    limitMs: 10_000,
    complaint: () => "No job has the call.",
  });
  return { phone, room };
}

/** A reply is spoken sentence by sentence. */
const longestSentence = (text: string): string =>
  text.split(/(?<=[.?!])\s+/).toSorted((one, other) => other.length - one.length)[0] ?? "";
