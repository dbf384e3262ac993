/** baresip's own settings: on loopback alone, without a sound card, µ-law, and everything it hears in a file. */
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wav, wavBytes } from "./wav.ts";

export interface BaresipConfig {
  folder: string;
  /** E.164, or `anonymous`. */
  number: string;
  /** Answers at once; a telephone that does not, rings. */
  picksUp: boolean;
  sipPort: number;
  controlPort: number;
  /** Even, and the ports behind it free. */
  rtpPort: number;
}

export function writeConfig(config: BaresipConfig): void {
  const { folder, sipPort, controlPort, rtpPort } = config;
  mkdirSync(recordings(folder), { recursive: true });
  writeFileSync(join(folder, "accounts"), accountLine(config));
  writeFileSync(join(folder, "contacts"), "");
  const silence = join(folder, "silence.wav");
  writeLine(silence, new Int16Array());
  writeFileSync(
    join(folder, "config"),
    `poll_method epoll
sip_listen 127.0.0.1:${sipPort}
sip_transports udp
net_interface 127.0.0.1
rtp_ports ${rtpPort}-${rtpPort + 39}
call_local_timeout 120
call_max_calls 4
audio_source aufile,${silence}
audio_player aubridge,ear
audio_alert aubridge,alert
audio_path ${folder}
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
audio_txmode poll
snd_path ${recordings(folder)}
ctrl_tcp_listen 127.0.0.1:${controlPort}
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module aubridge.so
module sndfile.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
`,
  );
}

/**
 * A file for baresip to play, 8 kHz: what is to be said, and then silence for as long as a call may last, for at a file's end
 * baresip hangs up. The silence takes no room on the disk.
 */
export function writeLine(file: string, samples: Int16Array): void {
  const length = samples.length + silenceMinutes * 60 * sampleRate;
  writeFileSync(file, wav(samples, sampleRate, length));
  truncateSync(file, wavBytes(length));
}

const sampleRate = 8_000;
const silenceMinutes = 20;

/** Where baresip puts what it hears: `dump-…-dec.wav`, a file for each call. */
export const recordings = (folder: string): string => join(folder, "recordings");

function accountLine({ number, picksUp, sipPort }: BaresipConfig): string {
  const answers = `answermode=${picksUp ? "auto" : "manual"}`;
  return `<sip:${number}@127.0.0.1:${sipPort}>;regint=0;audio_codecs=pcmu;dtmfmode=rtpevent;${answers}`;
}
