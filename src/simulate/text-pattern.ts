/** Regular expressions in scenarios, written between slashes as in JavaScript: `/call (you )?back/i`. */

const slashed = /^\/(.+)\/([imsu]*)$/s;

/** Absent when the text is not between slashes. Throws a `SyntaxError` for an expression that does not compile. */
export function patternIn(text: string): RegExp | undefined {
  const [, source, flags] = slashed.exec(text) ?? [];
  return source === undefined ? undefined : new RegExp(source, flags);
}

/** Whether `patternIn` will understand it. */
export function isPattern(text: string): boolean {
  try {
    return patternIn(text) !== undefined;
  } catch {
    return false;
  }
}
