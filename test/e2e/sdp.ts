/** What two telephones agree on of their audio (SDP): G.711 µ-law, keys as RFC 4733 has them. */

export interface Offer {
  address: string;
  port: number;
  /** RTP payload type of telephone events; absent when the caller's telephone has none. */
  eventType?: number;
  direction: "sendrecv" | "sendonly" | "recvonly" | "inactive";
}

/** Undefined when µ-law is not on offer. */
export function readOffer(sdp: string): Offer | undefined {
  const address = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1];
  const [, port, types] = /^m=audio (\d+) RTP\/AVP (.*)$/m.exec(sdp) ?? [];
  if (address === undefined || port === undefined || !types?.trim().split(/\s+/).includes("0"))
    return undefined;
  const eventType = /^a=rtpmap:(\d+) telephone-event\/8000/m.exec(sdp)?.[1];
  const direction = /^a=(sendonly|recvonly|inactive)/m.exec(sdp)?.[1];
  return {
    address,
    port: Number(port),
    ...(eventType === undefined ? {} : { eventType: Number(eventType) }),
    direction: isDirection(direction) ? direction : "sendrecv",
  };
}

const answerTo = {
  sendrecv: "sendrecv",
  sendonly: "recvonly",
  recvonly: "sendonly",
  inactive: "inactive",
} as const;

export function answer(offer: Offer, port: number): string {
  const { eventType, direction } = offer;
  const events =
    eventType === undefined ? [] : [`a=rtpmap:${eventType} telephone-event/8000`, `a=fmtp:${eventType} 0-15`];
  return [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "c=IN IP4 127.0.0.1",
    "t=0 0",
    `m=audio ${port} RTP/AVP 0${eventType === undefined ? "" : ` ${eventType}`}`,
    "a=rtpmap:0 PCMU/8000",
    ...events,
    "a=ptime:20",
    `a=${answerTo[direction]}`,
    "",
  ].join("\r\n");
}

function isDirection(text: string | undefined): text is Offer["direction"] {
  return text !== undefined && Object.hasOwn(answerTo, text);
}
