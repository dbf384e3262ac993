/** Which key does what. */
export const shortcuts = [
  { keys: ["/"], does: "Search the calls" },
  { keys: ["j"], does: "Next call of the list" },
  { keys: ["k"], does: "Call before it" },
  { keys: ["Enter"], does: "Open the call" },
  { keys: ["Escape"], does: "Back to the list" },
  { keys: ["?"], does: "This help" },
] as const;

const key = "ema-shortcuts";
/** Single keys get in the way of speech input: they can be turned off. */
export const shortcutsOn = (): boolean => localStorage.getItem(key) !== "off";
export const turnShortcuts = (on: boolean): void => localStorage.setItem(key, on ? "on" : "off");
