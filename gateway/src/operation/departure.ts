import type { Ending } from '@holdfast/kit-http/transport';

/**
 * That somebody has gone: an AbortController and its signal in one, with no more than calls of subgraphs need. Made, listened to
 * and left, it is 0.1 µs where Node's are 0.3 to 0.5, for a client's request and again for each call of a subgraph.
 */
export class Departure implements Ending {
  #aborted = false;
  readonly #listeners = new Set<() => void>();

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Calls those who listen, once, in the order in which they began to. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }
}
