/** What a caller says of themselves, and where each of it is searched for. */
export const words = {
  said: "Gwendolyn at 718 Wisteria Lane smells burnt marzipan",
  name: "Farquhar",
  number: "+15555550142",
} as const;

export const marks = ["Gwendolyn", "718 W", "Wisteria", "marzipan", "Farquhar", "5550142"] as const;

export const marksIn = (text: string): string[] => marks.filter((mark) => text.includes(mark));

/** Between what a process printed without the gate, and with it. */
export const gateCloses = "the gate closes";
