/** Changes that go to many readers: written out once for each role, whoever reads. */
import type { Role } from "#src/api/answers.ts";

export interface Change {
  /** Of the feed. */
  position: number;
  /** Frames as the role is to see them. */
  write: (role: Role) => string;
}

export class Batch {
  /** Of the latest change. */
  readonly last: number;
  readonly #changes: readonly Change[];
  readonly #whole = new Map<Role, Buffer>();

  /** One change or more, by position. */
  constructor(changes: readonly Change[]) {
    this.#changes = changes;
    this.last = changes.at(-1)?.position ?? 0;
  }

  /** What a reader who has been told of everything up to `position` does not know yet. */
  after(position: number, role: Role): Uint8Array | string {
    const first = this.#changes[0]?.position ?? 0;
    if (position < first) return this.#all(role);
    return this.#changes
      .filter((change) => change.position > position)
      .map(({ write }) => write(role))
      .join("");
  }

  #all(role: Role): Buffer {
    const known = this.#whole.get(role);
    if (known !== undefined) return known;
    const whole = Buffer.from(this.#changes.map(({ write }) => write(role)).join(""));
    this.#whole.set(role, whole);
    return whole;
  }
}
