/** The text of `requestDispatch`'s result: for the model to read, and for the script to read back. */
export type DispatchResult = { kind: "vendor"; vendor: string } | { kind: "logged" };

export function writeDispatchResult(result: DispatchResult): string {
  return result.kind === "vendor"
    ? `Done: "${result.vendor}" has been notified and will call the tenant. No arrival time is known; promise none.`
    : `Done: written down for the office, which will call in its hours. Nobody comes before. Say what would make it urgent.`;
}

/** `undefined`: nobody was set in motion. */
export function readDispatchResult(text: string): DispatchResult | undefined {
  const vendor = /^Done: "(.+)" has been notified/.exec(text)?.[1];
  if (vendor !== undefined) return { kind: "vendor", vendor };
  return text.startsWith("Done: written down for the office") ? { kind: "logged" } : undefined;
}
