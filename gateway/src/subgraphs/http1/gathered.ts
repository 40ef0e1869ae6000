import { Malformed } from './malformed.ts';

/** Bytes that come in parts. */
export class Gathered {
  #bytes: Buffer;
  #length = 0;
  readonly #most: number;

  /**
   * @param expected bytes that it has room for from the start.
   * @param most bytes that it takes.
   */
  constructor(expected: number, most: number) {
    this.#bytes = Buffer.allocUnsafe(expected);
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /** @throws Malformed when it would be more than it takes. */
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

  /** All of them, until more are added. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  text(): string {
    return this.#bytes.toString('utf8', 0, this.#length);
  }
}
