/** The text of `requestDispatch`'s result: for the model to read, and for the script to read back. */
export type DispatchResult = { kind: "vendor"; vendor: string } | { kind: "logged" };

export function writeDispatchResult(result: DispatchResult): string {
  return result.kind === "vendor"
    ? `Done: "${result.vendor}" has been notified and asked to call the tenant. Nobody has confirmed yet, no arrival time is known; promise nothing.`
    : `Done: written down for the office, which is asked to call in its hours. Nobody comes before. Say what would make it urgent.`;
}

/** Where the workspace is told of no dispatch, nobody would come of one. */
export const notSent =
  "Not sent: nobody here is told of a dispatch. Say so, and put the caller through to a person with transferToHuman.";

/** `undefined`: nobody was set in motion. */
export function readDispatchResult(text: string): DispatchResult | undefined {
  const vendor = /^Done: "(.+)" has been notified/.exec(text)?.[1];
  if (vendor !== undefined) return { kind: "vendor", vendor };
  return text.startsWith("Done: written down for the office") ? { kind: "logged" } : undefined;
}
