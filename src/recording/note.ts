/** What is written beside a recording's audio, in clear: whose it is, until when it is kept, and its wrapped key. */
import { z } from "zod";
import { type KeyRing, type MasterKey, unwrapKey, wrapKey } from "./key-ring.ts";

const instant = z.iso.datetime();

export const noteSchema = z.strictObject({
  emaRecording: z.literal(1),
  id: z.string().min(1),
  sessionId: z.string().min(1),
  workspaceId: z.string().min(1),
  startedAt: instant,
  /** The workspace's retention, as it was then. */
  removeAt: instant,
  keyId: z.string().min(1),
  wrapped: z.base64(),
});

export type Note = z.infer<typeof noteSchema>;
type About = Omit<Note, "emaRecording" | "keyId" | "wrapped">;

/** `own` is the recording's key, 32 bytes. */
export const writeNote = (about: About, own: Buffer, master: MasterKey): Note => ({
  emaRecording: 1,
  ...about,
  ...wrapKey(own, master, aboutText(about)),
});

/** Throws `RecordingError`. */
export const ownKey = (note: Note, ring: KeyRing): Buffer => unwrapKey(note, ring, aboutText(note), note.id);

/** The same note, its key wrapped by another master key. */
export const rewrapped = (note: Note, own: Buffer, master: MasterKey): Note => ({
  ...note,
  ...wrapKey(own, master, aboutText(note)),
});

const aboutText = ({ id, sessionId, workspaceId, startedAt, removeAt }: About): string =>
  `ema recording ${JSON.stringify([id, sessionId, workspaceId, startedAt, removeAt])}`;
