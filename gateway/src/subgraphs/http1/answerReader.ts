import type { Reply } from '@holdfast/kit-http/transport';
import { Chunks } from './chunks.ts';
import { Gathered } from './gathered.ts';
import { type Head, readHead } from './head.ts';
import { Malformed } from './malformed.ts';
import { LF } from './octets.ts';

/** Bytes of the heads of one answer, interim ones included. */
const MAX_HEAD = 16_384;
/** Bytes of one answer: a subgraph that never stops must not fill the gateway's memory. */
const MAX_BODY = 67_108_864;
/** Bytes for which room is made because an answer says that it is so long. More is made room for as it comes. */
const TRUSTED_LENGTH = 1_048_576;

/** Reads one answer as its bytes come in, however they are cut. */
export class AnswerReader {
  #head: Head | null = null;
  /** The beginning of a head whose end has not come. */
  #begun: Gathered | null = null;
  #headBytes = 0;
  #body: Gathered | null = null;
  #chunks: Chunks | null = null;

  /** How many of the bytes that were read last belong to the answer. */
  taken = 0;

  /** The answer's last head; null until it has come. */
  get head(): Head | null {
    return this.#head;
  }

  /**
   * @param bytes are the caller's to use again: what is kept of them is copied.
   * @returns null when more of it is to come.
   * @throws Malformed, and after that nothing more can be read.
   */
  read(bytes: Buffer, to: number): Reply | null {
    let at = 0;
    while (this.#head === null) {
      at = this.#readHead(bytes, at, to);
      if (at < 0) return null;
    }
    const { status, body } = this.#head;
    if (typeof body === 'number' && this.#body === null && to - at >= body) {
      this.taken = at + body;
      return { status, text: body === 0 ? '' : bytes.toString('utf8', at, at + body) };
    }
    return this.#readPart(this.#head, bytes, at, to);
  }

  /**
   * The connection has ended.
   * @returns null when the answer had not.
   */
  end(): Reply | null {
    if (this.#head?.body !== 'close') return null;
    return { status: this.#head.status, text: this.#body?.text() ?? '' };
  }

  /** @returns the place after the head; -1 when its end is not among the bytes. */
  #readHead(bytes: Buffer, from: number, to: number): number {
    const before = this.#begun?.length ?? 0;
    if (this.#begun) {
      this.#begun.add(bytes, from, Math.min(to, from + MAX_HEAD - before + 1));
      // A head ends with a line: without one there is nothing to look at again.
      if (!bytes.subarray(from, to).includes(LF) && this.#begun.length <= MAX_HEAD) return -1;
    }
    const head = this.#begun
      ? readHead(this.#begun.bytes(), 0, this.#begun.length)
      : readHead(bytes, from, to);
    const length = head ? head.end - (this.#begun ? 0 : from) : before + to - from;
    if (this.#headBytes + length > MAX_HEAD) throw new Malformed(`Its head has more than ${MAX_HEAD} bytes.`);
    if (!head) {
      if (!this.#begun) {
        this.#begun = new Gathered(1_024, MAX_HEAD + 1);
        this.#begun.add(bytes, from, to);
      }
      return -1;
    }
    this.#begun = null;
    this.#headBytes += length;
    if (head.status >= 200) this.#begin(head);
    return from + length - before;
  }

  #begin(head: Head): void {
    if (typeof head.body === 'number' && head.body > MAX_BODY)
      throw new Malformed(`It has more than ${MAX_BODY} bytes.`);
    this.#head = head;
  }

  #readPart({ status, body }: Head, bytes: Buffer, from: number, to: number): Reply | null {
    const isCounted = typeof body === 'number';
    this.#body ??= new Gathered(
      isCounted ? Math.min(body, TRUSTED_LENGTH) : to - from,
      isCounted ? body : MAX_BODY,
    );
    if (body === 'chunked') {
      this.#chunks ??= new Chunks(this.#body);
      this.taken = this.#chunks.take(bytes, from, to);
      return this.#chunks.done ? { status, text: this.#body.text() } : null;
    }
    this.taken = isCounted ? Math.min(to, from + body - this.#body.length) : to;
    this.#body.add(bytes, from, this.taken);
    return isCounted && this.#body.length === body ? { status, text: this.#body.text() } : null;
  }
}
