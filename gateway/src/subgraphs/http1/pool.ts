import { Connection, type Endpoint, type Owner } from './connection.ts';
import type { Exchange, Holder } from './exchange.ts';
import { Refused } from './malformed.ts';

export interface PoolOptions {
  readonly endpoint: Endpoint;
  /** Most at once. */
  readonly connections: number;
  /** Requests that wait for one, at most. */
  readonly waiting: number;
}

/** Connections to one endpoint, opened as they are needed. The one that was used last is used next, so that those too many become idle. */
export class Pool implements Owner, Holder {
  readonly #options: PoolOptions;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];
  /** In the order in which they came. */
  readonly #waiting = new Set<Exchange>();
  readonly #closed = Promise.withResolvers<void>();
  #isClosing = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  send(exchange: Exchange): void {
    const connection = this.#idle.pop();
    if (this.#isClosing) exchange.fail(new Refused('No more is sent.'));
    else if (connection) connection.carry(exchange);
    else if (this.#all.size < this.#options.connections) this.#open(exchange);
    else if (this.#waiting.size < this.#options.waiting) {
      exchange.holder = this;
      this.#waiting.add(exchange);
    } else exchange.fail(new Refused('Too many requests wait for a connection.'));
  }

  figures() {
    const idle = this.#idle.length;
    return { busy: this.#all.size - idle, idle, waiting: this.#waiting.size };
  }

  /** Resolves when all that was sent has ended, and every connection with it. */
  close(): Promise<void> {
    this.#isClosing = true;
    for (const connection of [...this.#idle]) connection.end(new Refused('No more is sent.'));
    this.#settle();
    return this.#closed.promise;
  }

  freed(connection: Connection): void {
    const next = this.#next();
    if (next) connection.carry(next);
    else if (this.#isClosing) connection.end(new Refused('No more is sent.'));
    else this.#idle.push(connection);
  }

  lost(connection: Connection): void {
    this.#all.delete(connection);
    const place = this.#idle.indexOf(connection);
    if (place >= 0) this.#idle.splice(place, 1);
    const next = this.#next();
    if (next) this.#open(next);
    this.#settle();
  }

  drop(exchange: Exchange): void {
    this.#waiting.delete(exchange);
  }

  #open(exchange: Exchange): void {
    this.#all.add(new Connection(this.#options.endpoint, this, exchange));
  }

  #next(): Exchange | undefined {
    if (this.#waiting.size === 0) return undefined;
    const [next] = this.#waiting;
    if (next) this.#waiting.delete(next);
    return next;
  }

  #settle(): void {
    if (this.#isClosing && this.#all.size === 0) this.#closed.resolve();
  }
}
