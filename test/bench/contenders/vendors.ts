/** Which of the vendors' models and voices every rival uses: those that ours does. */

/** Nobody checks it; the plugins insist on one. */
export const apiKey = "benchmark";
export const llmModel = "gpt-4o";
export const ttsModel = "tts-1";
export const ttsVoice = "nova";
