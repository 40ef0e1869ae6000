import { connect, type Socket } from 'node:net';
import type { Monotonic } from '@holdfast/kit-base/clock';
import { TimeLimit } from '@holdfast/kit-base/timeLimit';
import type { Reply } from '@holdfast/kit-http/transport';
import { AnswerReader } from './answerReader.ts';
import type { Exchange, Holder } from './exchange.ts';
import { ConnectionLost, Malformed } from './malformed.ts';

/** The milliseconds within which a subgraph must accept a connection. */
const CONNECT_TIMEOUT = 1_000;
/**
 * The milliseconds that an idle connection is kept when the subgraph does not announce its own keep-alive…
 */
const KEEP_ALIVE = 4_000;
/**
 * …how much earlier than announced it is closed: the subgraph must not close it while a request is on its
 * way…
 */
const KEEP_ALIVE_MARGIN = 2_000;
/** …and the longest that it is kept. */
const MAX_KEEP_ALIVE = 600_000;
/** The milliseconds after which the system probes a silent connection (TCP keep-alive). */
const PROBE_AFTER = 60_000;
/** The read buffer's bytes: enough for an ordinary answer and its head. */
const READ = 32_768;

export interface Owner {
  /** The connection is idle, and can take a request by `carry`. */
  freed(connection: Connection): void;
  /** The connection has ended. */
  lost(connection: Connection): void;
}

export interface Life {
  /** After this time it takes no more requests; its current one is still answered. */
  readonly expires: number;
  readonly now: Monotonic;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * A connection that carries one request at a time. It is reused only when the answer was framed without
 * doubt, nothing arrived after its last byte, and the whole request was written. In every other case it is
 * closed, so that no byte of one answer can become part of another.
 */
export class Connection implements Holder {
  readonly #socket: Socket;
  readonly #owner: Owner;
  readonly #connecting: TimeLimit;
  readonly #life: Life;
  #isOpen = false;
  #isEnded = false;
  #exchange: Exchange | null;
  #reader = new AnswerReader();
  #keepAlive = KEEP_ALIVE;

  /** @param exchange the request that it is opened for. */
  constructor({ host, port }: Endpoint, owner: Owner, exchange: Exchange, life: Life) {
    this.#owner = owner;
    this.#life = life;
    this.#exchange = exchange;
    exchange.holder = this;
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: PROBE_AFTER,
      // Reads bypass the stream's buffers and events, and reuse the same memory.
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ),
        callback: (count, bytes) => this.#read(count, bytes as Buffer),
      },
    });
    this.#connecting = new TimeLimit(CONNECT_TIMEOUT, () =>
      this.end(new Error(`No connection in ${CONNECT_TIMEOUT} ms.`)),
    );
    this.#socket
      .on('connect', () => this.#opened())
      .on('timeout', () => {
        if (!this.#exchange) this.end(new ConnectionLost('It was idle.'));
      })
      .on('error', (error) => this.end(error))
      .on('end', () => this.#finished())
      .on('close', () => this.#finished())
      // An exchange has a timer, which keeps the process alive; an idle connection need not.
      .unref();
  }

  get isExpired(): boolean {
    return this.#life.now() >= this.#life.expires;
  }

  /** Sends a request. Only for a connection that was `freed`. */
  carry(exchange: Exchange): void {
    this.#exchange = exchange;
    exchange.holder = this;
    this.#reader = new AnswerReader();
    this.#write(exchange);
  }

  /** The client has gone, or the deadline has passed: nothing waits for the rest of the answer. */
  drop(): void {
    this.#exchange = null;
    if (this.#isOpen) this.end(new ConnectionLost('Its request was given up.'));
  }

  /** @param reason the error of its current request, if there is one. */
  end(reason: Error): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#connecting.end();
    this.#socket.destroy();
    const exchange = this.#exchange;
    this.#exchange = null;
    this.#owner.lost(this);
    exchange?.fail(reason);
  }

  #opened(): void {
    this.#connecting.end();
    this.#isOpen = true;
    this.#socket.setTimeout(KEEP_ALIVE);
    if (this.#exchange) this.#write(this.#exchange);
    else this.#owner.freed(this);
  }

  #write({ head, body, isAscii }: Exchange): void {
    if (isAscii) {
      this.#socket.write(head + body, 'latin1');
      return;
    }
    this.#socket.cork();
    this.#socket.write(head, 'latin1');
    this.#socket.write(body, 'utf8');
    this.#socket.uncork();
  }

  #read(count: number, bytes: Buffer): boolean {
    if (this.#isEnded) return false;
    if (!this.#exchange) {
      this.end(new Malformed('It answered what it was not asked.'));
      return false;
    }
    try {
      const reply = this.#reader.read(bytes, count);
      if (reply) this.#answered(this.#exchange, reply, this.#reader.taken === count);
    } catch (error) {
      this.end(error instanceof Error ? error : new Malformed(String(error)));
    }
    return !this.#isEnded;
  }

  /** @param isAll true when nothing arrived after the answer. */
  #answered(exchange: Exchange, reply: Reply, isAll: boolean): void {
    const { head } = this.#reader;
    this.#exchange = null;
    exchange.succeed(reply);
    const keepAlive = Math.min(
      (head?.keepAlive ?? KEEP_ALIVE + KEEP_ALIVE_MARGIN) - KEEP_ALIVE_MARGIN,
      MAX_KEEP_ALIVE,
    );
    const isReusable =
      isAll && head?.persistent && keepAlive > 0 && this.#socket.writableLength === 0 && !this.isExpired;
    if (!isReusable) {
      this.end(new ConnectionLost('It cannot be used again.'));
      return;
    }
    if (keepAlive !== this.#keepAlive) {
      this.#keepAlive = keepAlive;
      this.#socket.setTimeout(keepAlive);
    }
    this.#owner.freed(this);
  }

  /** The subgraph closed the connection. */
  #finished(): void {
    const reply = this.#isEnded || !this.#exchange ? null : this.#reader.end();
    if (reply && this.#exchange) this.#exchange.succeed(reply);
    this.end(new ConnectionLost('The subgraph closed the connection.'));
  }
}
