/** The microphone as frames of 20 ms, 16-bit mono at 16 kHz. */
// The address of the built file, which Vite makes the default export.
// oxlint-disable-next-line import/default
import workletAddress from "./microphone-worklet.ts?worker&url";

/** Resolves to what closes it. Throws, with words for the reader, when there is none or it may not be used. */
export async function openMicrophone(onFrame: (frame: ArrayBuffer) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices
    .getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } })
    .catch(() => {
      throw new Error(
        "The microphone cannot be used. Allow it for this page in the browser, or call and type.",
      );
    });
  const context = new AudioContext();
  const close = (): void => {
    for (const track of stream.getTracks()) track.stop();
    if (context.state !== "closed") void context.close();
  };
  try {
    await context.audioWorklet.addModule(workletAddress);
  } catch {
    close();
    throw new Error("This browser cannot send sound from a page. Call and type instead.");
  }
  const worklet = new AudioWorkletNode(context, "microphone", { numberOfOutputs: 0 });
  worklet.port.addEventListener("message", ({ data }: MessageEvent<ArrayBuffer>) => onFrame(data));
  worklet.port.start();
  context.createMediaStreamSource(stream).connect(worklet);
  return close;
}
