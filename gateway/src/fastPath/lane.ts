/**
 * Client connections. A plain request that the fast path takes is read and answered here. Everything else
 * goes to Node's HTTP server, as bytes, on the same connection.
 *
 * A connection works on one request at a time, and reads the next where that one ended, so that no request
 * gets another's answer. A request whose end is not plain goes to Node, and so does everything after it on
 * that connection.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { TimeLimit } from '@holdfast/kit-base/timeLimit';
import type { HttpLimits } from '../http/httpLimits.ts';
import { Departure } from '../operation/departure.ts';
import type { FastPath, Responder } from './handler.ts';
import { NodeConnection } from './nodeConnection.ts';
import { type PlainLimits, type PlainRequest, readPlainRequest } from './plainRequest.ts';

export interface Lane {
  /** Closes idle connections at once, and the others with their next answer. */
  close(): void;
  /** Closes all connections, busy ones too. */
  closeAll(): void;
}

export interface LaneOptions {
  readonly fastPath: FastPath;
  readonly plain: PlainLimits;
  readonly times: Pick<HttpLimits, 'headers' | 'keepAlive' | 'silence'>;
}

/**
 * How long the fast path waits for the rest of a request, in milliseconds. After that, Node waits for it,
 * within its own limits.
 */
const REST_TIMEOUT = 1_000;

/**
 * `idle`: between requests. `fast`: the fast path answers. `node`: Node answers one request; then the
 * connection is idle. `handedOver`: the connection is Node's for good.
 */
type State = 'idle' | 'fast' | 'node' | 'handedOver';

/** Takes over the connections of a server that is not listening yet. */
export function addLane(server: Server, options: LaneOptions): Lane {
  const nodeListeners = server.listeners('connection') as ((
    this: Server,
    connection: NodeConnection | Socket,
  ) => void)[];
  server.removeAllListeners('connection');
  const connections = new Set<ClientConnection>();
  const byNode = new WeakMap<object, ClientConnection>();
  server.on('connection', (socket: Socket) => {
    const connection = new ClientConnection(socket, options, (nodeConnection) => {
      byNode.set(nodeConnection, connection);
      for (const listener of nodeListeners) listener.call(server, nodeConnection);
    });
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  });
  server.prependListener('request', (request, response) => {
    const connection = byNode.get(request.socket);
    response.once('close', () => connection?.nodeIsDone());
  });
  return {
    close() {
      for (const connection of connections) connection.closeIfIdle();
    },
    closeAll() {
      for (const connection of connections) connection.close();
    },
  };
}

class ClientConnection implements Responder {
  readonly #socket: Socket;
  readonly #options: LaneOptions;
  readonly #giveToNode: (connection: NodeConnection) => void;
  #node: NodeConnection | null = null;
  #state: State = 'idle';
  /** Bytes received and not yet handled. */
  #pending: Buffer | null = null;
  #restTimer: NodeJS.Timeout | undefined;
  /** Ends the connection, unless bytes arrive first. */
  #silence: TimeLimit | undefined;
  #departure: Departure | null = null;
  #isKept = false;
  #awaitsAnswer = false;

  constructor(socket: Socket, options: LaneOptions, giveToNode: (connection: NodeConnection) => void) {
    this.#socket = socket;
    this.#options = options;
    this.#giveToNode = giveToNode;
    socket.setNoDelay(true);
    socket.setTimeout(options.times.headers);
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('end', () => this.#end());
    socket.on('timeout', () => this.#timeOut());
    // A `close` follows, which is handled.
    socket.on('error', () => {});
    socket.once('close', () => this.#closed());
  }

  get address(): string {
    return this.#socket.remoteAddress ?? '';
  }

  get disconnected(): Departure {
    this.#departure ??= new Departure();
    if (this.#socket.destroyed) this.#departure.abort();
    return this.#departure;
  }

  answer(text: string, encoding: 'latin1' | 'utf8', body: Buffer | null, isLast: boolean): void {
    const socket = this.#socket;
    if (socket.destroyed) return;
    if (body) socket.cork();
    let flushed = socket.write(text, encoding);
    if (body) {
      flushed = socket.write(body);
      socket.uncork();
    }
    if (isLast) socket.destroySoon();
    else if (flushed) this.#becomesIdle();
    else socket.once('drain', () => this.#becomesIdle());
  }

  decline({ bytes }: PlainRequest): void {
    if (this.#socket.destroyed) return;
    this.#state = 'node';
    this.#toNode(bytes);
  }

  /** Node has sent its answer. */
  nodeIsDone(): void {
    if (this.#state === 'node' && !this.#node?.writableEnded) this.#becomesIdle();
  }

  /** Closes the connection when it is idle; a request that has started to arrive may complete. */
  closeIfIdle(): void {
    if (this.#state !== 'idle') return;
    if (this.#pending) this.#handOver();
    else this.#socket.destroySoon();
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    this.#silence?.end();
    if (this.#state === 'handedOver') {
      this.#toNode(bytes);
      return;
    }
    this.#pending = this.#pending ? Buffer.concat([this.#pending, bytes]) : bytes;
    if (this.#state === 'idle') this.#next();
    else this.#socket.pause();
  }

  #becomesIdle(): void {
    if (this.#socket.destroyed) return;
    this.#state = 'idle';
    this.#departure = null;
    if (!this.#isKept || this.#awaitsAnswer) {
      this.#isKept = true;
      this.#awaitsAnswer = false;
      this.#socket.setTimeout(this.#options.times.keepAlive);
    }
    if (this.#pending) this.#next();
    if (this.#state === 'idle' && this.#socket.isPaused()) this.#socket.resume();
  }

  #next(): void {
    clearTimeout(this.#restTimer);
    const bytes = this.#pending;
    if (!bytes) return;
    const { fastPath, plain } = this.#options;
    const request = readPlainRequest(bytes, plain);
    if (request === 'other') {
      this.#handOver();
      return;
    }
    if (request === 'incomplete') {
      this.#restTimer = setTimeout(() => this.#handOver(), REST_TIMEOUT);
      return;
    }
    const { length } = request.bytes;
    this.#pending = bytes.length > length ? bytes.subarray(length) : null;
    this.#state = 'fast';
    fastPath.handle(request, this);
  }

  /** Hands the connection to Node for good. */
  #handOver(): void {
    clearTimeout(this.#restTimer);
    this.#state = 'handedOver';
    const bytes = this.#pending;
    this.#pending = null;
    if (bytes) this.#toNode(bytes);
  }

  #toNode(bytes: Buffer): void {
    if (!this.#node) {
      // Node may close the socket only while the fast path is not answering on it.
      const node = new NodeConnection(this.#socket, () => this.#state !== 'fast');
      this.#node = node;
      node.once('close', () => {
        if (this.#node === node) this.#node = null;
      });
      this.#giveToNode(node);
    }
    this.#node.receive(bytes);
  }

  #end(): void {
    if (this.#state === 'idle' && this.#pending) this.#handOver();
    if (this.#state === 'node' || this.#state === 'handedOver') this.#node?.push(null);
    else this.#socket.end();
    if (this.#state === 'fast') this.#departure?.abort();
  }

  #timeOut(): void {
    if (this.#state === 'node' || this.#state === 'handedOver') this.#node?.emit('timeout');
    else if (this.#state === 'fast' && !this.#awaitsAnswer) {
      this.#awaitsAnswer = true;
      this.#socket.setTimeout(this.#options.times.silence);
    } else this.#destroyUnlessReceived();
  }

  /** If this process was paused, the request may have arrived in time: `TimeLimit` reads it first. */
  #destroyUnlessReceived(): void {
    this.#silence = new TimeLimit(0, () => this.#socket.destroy());
  }

  #closed(): void {
    clearTimeout(this.#restTimer);
    this.#silence?.end();
    this.#departure?.abort();
    this.#node?.destroy();
  }
}
