import type { Monotonic } from '@holdfast/kit-base/clock';
import { Connection, type Endpoint, type Owner } from './connection.ts';
import type { Exchange, Holder } from './exchange.ts';
import { Refused } from './malformed.ts';

export interface PoolOptions {
  readonly endpoint: Endpoint;
  /** The most connections at once. */
  readonly connections: number;
  /** The most requests that wait for a connection. */
  readonly waiting: number;
  /**
   * The milliseconds after which a connection takes no more requests; each connection uses 80 to 100 % of
   * them. `Infinity` for no limit.
   */
  readonly age: number;
  readonly now: Monotonic;
}

/**
 * The largest share of the age by which a connection ends early, so that connections opened together do not
 * end together.
 */
const SPREAD = 0.2;
/**
 * The step between consecutive connections: it places each into the largest gap that the earlier ones left.
 */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Connections to one endpoint, opened as needed. The most recently used one is used next, so that surplus
 * ones become idle.
 */
export class Pool implements Owner, Holder {
  readonly #options: PoolOptions;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];
  /** In order of arrival. */
  readonly #waiting = new Set<Exchange>();
  readonly #closed = Promise.withResolvers<void>();
  #isClosing = false;
  #opened = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  send(exchange: Exchange): void {
    const connection = this.#popIdle();
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

  /** Resolves when every request in flight has ended, and every connection with it. */
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
    const { endpoint, age, now } = this.#options;
    const expires = now() + age * (1 - SPREAD * ((this.#opened++ * GOLDEN) % 1));
    this.#all.add(new Connection(endpoint, this, exchange, { expires, now }));
  }

  #popIdle(): Connection | undefined {
    let connection = this.#idle.pop();
    while (connection?.isExpired) {
      connection.end(new Refused('It is too old.'));
      connection = this.#idle.pop();
    }
    return connection;
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
