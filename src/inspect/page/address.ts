/** The part of the address after `#`: which call, at which step, with which state pointed at. */
export interface Place {
  callId: string | undefined;
  /** `seq` of a step; absent: live. */
  at: number | undefined;
  /** Dotted path of a state below the root. */
  state: string | undefined;
}

export function readPlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const call = /^\/call\/(?<id>[^/]+)$/.exec(path)?.groups?.["id"];
  const search = new URLSearchParams(query);
  const at = Number(search.get("at") ?? Number.NaN);
  const state = search.get("state");
  return {
    callId: call === undefined ? undefined : decodeURIComponent(call),
    at: Number.isSafeInteger(at) ? at : undefined,
    state: state === null || state === "" ? undefined : state.replace(/^call\./, ""),
  };
}

export function writePlace({ callId, at, state }: Place): string {
  if (callId === undefined) return "#/";
  const search = new URLSearchParams();
  if (at !== undefined) search.set("at", String(at));
  if (state !== undefined) search.set("state", state);
  const query = search.toString();
  return `#/call/${encodeURIComponent(callId)}${query === "" ? "" : `?${query}`}`;
}
