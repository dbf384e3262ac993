/** Whether two words are the same but for a slip of the recognizer: one letter in six or seven, two in longer ones. */
export function soundsAlike(heard: string, known: string): boolean {
  if (heard === known) return true;
  if (/\d/.test(heard) || /\d/.test(known)) return false;
  const allowed = known.length >= 8 ? 2 : known.length >= 5 ? 1 : 0;
  return allowed > 0 && distance(heard, known) <= allowed;
}

/** Letters left out, put in, changed or swapped with their neighbour. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + change,
          swapped && row > 1 && column > 1 ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
