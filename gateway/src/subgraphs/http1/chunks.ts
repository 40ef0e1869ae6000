import type { Gathered } from './gathered.ts';
import { Malformed } from './malformed.ts';
import { CR, HEX, LF, TEXT, TOKEN } from './octets.ts';

/** The most hexadecimal digits in the length of a chunk. */
const DIGITS = 8;
/** The most bytes of chunk extensions and trailers together. They are ignored. */
const MAX_IGNORED = 16_384;
const SEMICOLON = 0x3b;

type State =
  | 'size'
  | 'extension'
  | 'sizeEnd'
  | 'data'
  | 'dataCr'
  | 'dataLf'
  | 'line'
  | 'trailer'
  | 'trailerEnd'
  | 'end'
  | 'done';

/** Reads a chunked body (RFC 9112, section 7.1) as it arrives. */
export class Chunks {
  readonly #into: Gathered;
  #state: State = 'size';
  #digits = 0;
  /** The bytes of the chunk still to come. */
  #left = 0;
  #ignored = 0;

  constructor(into: Gathered) {
    this.#into = into;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  /**
   * @returns the position after the last byte of the body.
   * @throws Malformed.
   */
  take(bytes: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to && this.#state !== 'done') {
      if (this.#state === 'data') {
        const end = Math.min(to, at + this.#left);
        this.#into.add(bytes, at, end);
        this.#left -= end - at;
        at = end;
        if (this.#left === 0) this.#state = 'dataCr';
      } else this.#state = this.#next(bytes[at++] ?? 0);
    }
    return at;
  }

  #next(byte: number): State {
    switch (this.#state) {
      case 'size':
        return this.#size(byte);
      case 'extension':
        return this.#skip(byte, 'sizeEnd');
      case 'sizeEnd':
        expect(byte, LF);
        this.#digits = 0;
        return this.#left === 0 ? 'line' : 'data';
      case 'dataCr':
        expect(byte, CR);
        return 'dataLf';
      case 'dataLf':
        expect(byte, LF);
        return 'size';
      case 'line':
        if (byte === CR) return 'end';
        if (TOKEN[byte] !== 1) throw new Malformed('A trailer has no name.');
        return this.#skip(byte, 'trailerEnd');
      case 'trailer':
        return this.#skip(byte, 'trailerEnd');
      case 'trailerEnd':
        expect(byte, LF);
        return 'line';
      default:
        expect(byte, LF);
        return 'done';
    }
  }

  #size(byte: number): State {
    const digit = HEX[byte] ?? 16;
    if (digit < 16) {
      if (++this.#digits > DIGITS) throw new Malformed('A chunk is too long.');
      this.#left = this.#left * 16 + digit;
      return 'size';
    }
    if (this.#digits === 0 || (byte !== CR && byte !== SEMICOLON))
      throw new Malformed('A chunk has no length.');
    return byte === CR ? 'sizeEnd' : 'extension';
  }

  /** @param then the state after the CR that ends the line. */
  #skip(byte: number, then: 'sizeEnd' | 'trailerEnd'): State {
    if (byte === CR) return then;
    if (TEXT[byte] !== 1) throw new Malformed('A line has a control character.');
    if (++this.#ignored > MAX_IGNORED) throw new Malformed('It has too many chunk extensions or trailers.');
    return then === 'sizeEnd' ? 'extension' : 'trailer';
  }
}

function expect(byte: number, expected: number): void {
  if (byte !== expected) throw new Malformed('A chunk does not end where it should.');
}
