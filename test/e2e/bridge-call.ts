/** One telephone call through the bridge: towards the room it does what livekit-sip does, step by step. */
import { Room, RoomEvent } from "@livekit/rtc-node";
import type { SipClient } from "livekit-server-sdk";
import { type BridgeMedia, openBridgeMedia } from "./bridge-media.ts";
import { dispatch } from "./dispatch.ts";
import type { LiveKitAddress } from "./livekit.ts";
import { answer, type Offer, readOffer } from "./sdp.ts";
import { type Dialog, dialogOf } from "./sip-dialog.ts";
import { SipFailure } from "./sip-failure.ts";
import { headerOf, requestUri, statusOf, uriOf, userOf } from "./sip-message.ts";
import type { SipRequest, SipSocket } from "./sip-socket.ts";
import { type CallStatus, callStatus, join, type TelephoneParticipant } from "./telephone-participant.ts";

export interface BridgeCallOptions {
  livekit: LiveKitAddress & { sip: SipClient };
  socket: SipSocket;
  invite: SipRequest;
  onEnd: () => void;
}

/** How long a telephone that was put through has to hang up by itself. */
const byeMs = 1_000;

export class BridgeCall {
  readonly #options: BridgeCallOptions;
  readonly #dialog: Dialog;
  readonly #room = new Room();
  #participant: TelephoneParticipant | undefined;
  #media: BridgeMedia | undefined;
  #state: "ringing" | "active" | "ended" = "ringing";
  /** Settles when the telephone tells what became of the transfer. */
  #refer: PromiseWithResolvers<void> | undefined;

  constructor(options: BridgeCallOptions) {
    this.#options = options;
    this.#dialog = dialogOf(options.socket, options.invite);
  }

  /** The room's name; undefined until there is one. */
  get room(): string | undefined {
    return this.#participant?.roomName;
  }

  /** Its `sip.callID`. */
  get callId(): string | undefined {
    return this.#participant?.attributes["sip.callID"];
  }

  /** Resolves when the call is answered, or will not be. */
  async open(): Promise<void> {
    const { invite } = this.#options;
    invite.reply(100, "Trying");
    try {
      const offer = readOffer(invite.message.body);
      if (offer === undefined) throw new SipFailure(488, "Not Acceptable Here");
      await this.#connect(offer);
    } catch (error) {
      const { code, reason } =
        error instanceof SipFailure ? error : new SipFailure(500, "Internal Server Error");
      if (this.#state === "ringing") invite.reply(code, reason);
      await this.#leave();
      if (!(error instanceof SipFailure)) throw error;
    }
  }

  /** A request of the caller's telephone within the call. */
  hear(request: SipRequest, method: string): void {
    if (method === "INVITE") this.#change(request);
    else if (method !== "ACK") request.reply(200, "OK");
    if (method === "NOTIFY") this.#notified(request);
    if (method === "BYE" || method === "CANCEL") void this.hangUp();
  }

  /** Puts the caller through by REFER; resolves when somebody answered. Throws `SipFailure` when not. */
  async transfer(
    to: string,
    { playDialtone }: { playDialtone: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const refer = Promise.withResolvers<void>();
    // The telephone may tell of it when nobody waits any more.
    refer.promise.catch(() => {});
    this.#refer = refer;
    this.#media?.ring(playDialtone);
    try {
      const accepted = await this.#dialog.request("REFER", { headers: [["refer-to", `<${to}>`]] });
      const { code, reason } = statusOf(accepted.start) ?? { code: 500, reason: "" };
      if (code >= 300) throw new SipFailure(code, reason);
      const late = new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      });
      await Promise.race([refer.promise, late]);
      setTimeout(() => void this.bye(), byeMs);
    } catch (error) {
      this.#media?.ring(false);
      throw error;
    }
  }

  /** The caller has hung up. */
  async hangUp(): Promise<void> {
    if (this.#state === "ringing") this.#options.invite.reply(487, "Request Terminated");
    await this.#leave();
  }

  /** The caller's telephone is hung up from this side. */
  async bye(): Promise<void> {
    if (this.#state === "ringing") this.#options.invite.reply(486, "Rejected");
    // Whether or not it is answered, the call is over.
    if (this.#state === "active") this.#dialog.request("BYE").catch(() => {});
    await this.#leave();
  }

  async #connect(offer: Offer): Promise<void> {
    const { livekit, invite } = this.#options;
    const { message, from } = invite;
    this.#participant = await dispatch(livekit.sip, {
      dialled: userOf(requestUri(message)),
      number: userOf(uriOf(headerOf(message, "from"))) || "anonymous",
      address: from.address,
      sipCallId: headerOf(message, "call-id"),
    });
    invite.reply(180, "Ringing");
    const media = await openBridgeMedia(this.#room);
    this.#media = media;
    const closed = new Promise<void>((resolve) => {
      this.#room.on(RoomEvent.Disconnected, () => {
        resolve();
        void this.bye();
      });
    });
    await join(this.#room, livekit, this.#participant);
    await media.publish();
    await Promise.race([media.subscribed, closed]);
    if (this.#state !== "ringing") return;
    this.#state = "active";
    this.#accept(invite, offer);
    await this.#setStatus("active");
  }

  #accept(request: SipRequest, offer: Offer): void {
    if (this.#media === undefined) return;
    this.#media.aim(offer);
    const headers = [["content-type", "application/sdp"]] as const;
    request.reply(200, "OK", { headers, body: answer(offer, this.#media.port) });
  }

  /** The telephone wants other ports, or to be silent for a while. */
  #change(request: SipRequest): void {
    const offer = readOffer(request.message.body);
    if (offer === undefined) request.reply(488, "Not Acceptable Here");
    else this.#accept(request, offer);
  }

  /** RFC 3515: the body is the status line of what the telephone hears of the one it calls. */
  #notified({ message }: SipRequest): void {
    const [event = "", id = String(this.#dialog.sequence())] = headerOf(message, "event").split(/;\s*id=/);
    const status = statusOf(message.body);
    if (event !== "refer" || id !== String(this.#dialog.sequence()) || status === undefined) return;
    if (status.code === 200) this.#refer?.resolve();
    else if (status.code > 200) this.#refer?.reject(new SipFailure(status.code, status.reason));
  }

  async #setStatus(status: CallStatus): Promise<void> {
    await this.#room.localParticipant?.setAttributes(callStatus(status));
  }

  async #leave(): Promise<void> {
    if (this.#state === "ended") return;
    this.#state = "ended";
    // A call that ends while it is put through has left with whoever took it, as far as LiveKit can tell.
    this.#refer?.resolve();
    this.#media?.close();
    this.#options.onEnd();
    if (!this.#room.isConnected) return;
    // The room may be closed at the same time.
    await this.#setStatus("hangup").catch(() => {});
    await this.#room.disconnect();
  }
}
