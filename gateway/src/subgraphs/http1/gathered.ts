import { Malformed } from './malformed.ts';

/** A buffer for bytes that arrive in parts. */
export class Gathered {
  #bytes: Buffer;
  #length = 0;
  readonly #most: number;

  /**
   * @param expected the bytes to allocate at first.
   * @param most the bytes that it accepts.
   */
  constructor(expected: number, most: number) {
    this.#bytes = Buffer.allocUnsafe(expected);
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /** @throws Malformed when there would be more than it accepts. */
  add(bytes: Buffer, from: number, to: number): void {
    const length = this.#length + to - from;
    if (length > this.#most) throw new Malformed(`It has more than ${this.#most} bytes.`);
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.#most, Math.max(length, 2 * this.#bytes.length)));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    bytes.copy(this.#bytes, this.#length, from, to);
    this.#length = length;
  }

  /** Returns all bytes; valid until more are added. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  text(): string {
    return this.#bytes.toString('utf8', 0, this.#length);
  }
}
