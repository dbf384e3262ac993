/** Variables that are right, and what settings say of those that are not. */
import { type Mode, readSettings } from "#src/config/settings.ts";
import { SettingsError } from "#src/config/settings-error.ts";

type Variables = Readonly<Record<string, string | undefined>>;

export const key = Buffer.alloc(32, 7).toString("base64");

/** All that `live` needs. */
export const complete = {
  DEEPGRAM_API_KEY: "deepgram-hush",
  OPENAI_API_KEY: "openai-hush",
  EMA_API_URL: "https://ema.example.com/",
  EMA_WEBHOOK_SECRET: "webhook-hush",
};

export function failureOf(env: Variables, mode: Mode = "live"): { variable: string; message: string } {
  const { variable, message } = errorOf(env, mode);
  return { variable, message };
}

export function errorOf(env: Variables, mode: Mode = "live"): SettingsError {
  try {
    readSettings(env, { mode });
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("The settings were accepted although one of them is wrong.");
}
