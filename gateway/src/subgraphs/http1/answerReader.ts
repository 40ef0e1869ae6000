import type { Reply } from '@holdfast/kit-http/transport';
import { Chunks } from './chunks.ts';
import { Gathered } from './gathered.ts';
import { type Head, readHead } from './head.ts';
import { Malformed } from './malformed.ts';
import { LF } from './octets.ts';

/** The most bytes in the heads of one answer, interim heads included. */
const MAX_HEAD = 16_384;
/**
 * The most bytes in the body of one answer: a subgraph that never stops must not fill the gateway's memory.
 */
const MAX_BODY = 67_108_864;
/** The most bytes allocated on the strength of an announced length. More is allocated as it arrives. */
const TRUSTED_LENGTH = 1_048_576;

/** Reads one answer from its bytes, in whatever pieces they arrive. */
export class AnswerReader {
  #head: Head | null = null;
  /** The start of a head whose end has not arrived. */
  #begun: Gathered | null = null;
  #headBytes = 0;
  #body: Gathered | null = null;
  #chunks: Chunks | null = null;

  /** How many of the bytes read last belong to the answer. */
  taken = 0;

  /** The answer's final head; null until it has arrived. */
  get head(): Head | null {
    return this.#head;
  }

  /**
   * @param bytes may be reused by the caller: whatever is kept is copied.
   * @returns null while the answer is incomplete.
   * @throws Malformed; nothing more can be read after that.
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

  /** Handles the end of the connection. @returns null when the answer was incomplete. */
  end(): Reply | null {
    if (this.#head?.body !== 'close') return null;
    return { status: this.#head.status, text: this.#body?.text() ?? '' };
  }

  /** @returns the position after the head; -1 when the bytes do not hold its end. */
  #readHead(bytes: Buffer, from: number, to: number): number {
    const before = this.#begun?.length ?? 0;
    if (this.#begun) {
      this.#begun.add(bytes, from, Math.min(to, from + MAX_HEAD - before + 1));
      // A head ends with a line feed: without a new one there is nothing to parse again.
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
