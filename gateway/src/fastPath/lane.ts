/**
 * The connections of clients: a plain request that the fast path takes is read and answered here, and all else goes to Node's
 * HTTP server, as bytes, on the same connection.
 *
 * One request of a connection is worked on at a time, and the next is read where that one ended, so that an answer is never
 * another's. What does not plainly end somewhere is left to Node, with all that comes after it on that connection.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { TimeLimit } from '@holdfast/kit/timeLimit';
import type { HttpLimits } from '../http/httpLimits.ts';
import { Departure } from '../operation/departure.ts';
import type { FastPath, Responder } from './handler.ts';
import { NodeConnection } from './nodeConnection.ts';
import { type PlainLimits, type PlainRequest, readPlainRequest } from './plainRequest.ts';

export interface Lane {
  /** Connections on which nothing runs are closed, the others with their next answer. */
  close(): void;
  /** Closes what runs as well. */
  closeAll(): void;
}

export interface LaneOptions {
  readonly fastPath: FastPath;
  readonly plain: PlainLimits;
  readonly times: Pick<HttpLimits, 'headers' | 'keepAlive' | 'silence'>;
}

/** Milliseconds that the rest of a request may be late for the fast path: Node waits for it from then on, within limits of its own. */
const PATIENCE = 1_000;

/**
 * `idle`: between requests. `fast`: the fast path answers. `node`: Node answers one request, and is idle then. `left`: the
 * connection is Node's for good.
 */
type State = 'idle' | 'fast' | 'node' | 'left';

/** Takes the connections of a server that is not listening yet. */
export function addLane(server: Server, options: LaneOptions): Lane {
  const toNode = server.listeners('connection') as ((
    this: Server,
    connection: NodeConnection | Socket,
  ) => void)[];
  server.removeAllListeners('connection');
  const connections = new Set<ClientConnection>();
  const byNode = new WeakMap<object, ClientConnection>();
  server.on('connection', (socket: Socket) => {
    const connection = new ClientConnection(socket, options, (made) => {
      byNode.set(made, connection);
      for (const listener of toNode) listener.call(server, made);
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
  /** What came and was not dealt with. */
  #pending: Buffer | null = null;
  #late: NodeJS.Timeout | undefined;
  /** Ends the connection, unless bytes arrive first. */
  #silence: TimeLimit | undefined;
  #gone: Departure | null = null;
  #isKept = false;
  #isPatient = false;

  constructor(socket: Socket, options: LaneOptions, giveToNode: (connection: NodeConnection) => void) {
    this.#socket = socket;
    this.#options = options;
    this.#giveToNode = giveToNode;
    socket.setNoDelay(true);
    socket.setTimeout(options.times.headers);
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('end', () => this.#end());
    socket.on('timeout', () => this.#timeOut());
    // It closes then, which says enough.
    socket.on('error', () => {});
    socket.once('close', () => this.#closed());
  }

  get address(): string {
    return this.#socket.remoteAddress ?? '';
  }

  get disconnected(): Departure {
    this.#gone ??= new Departure();
    if (this.#socket.destroyed) this.#gone.abort();
    return this.#gone;
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

  /** Node has answered. */
  nodeIsDone(): void {
    if (this.#state === 'node' && !this.#node?.writableEnded) this.#becomesIdle();
  }

  /** What has begun to come may come. */
  closeIfIdle(): void {
    if (this.#state !== 'idle') return;
    if (this.#pending) this.#leave();
    else this.#socket.destroySoon();
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    this.#silence?.end();
    if (this.#state === 'left') {
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
    this.#gone = null;
    if (!this.#isKept || this.#isPatient) {
      this.#isKept = true;
      this.#isPatient = false;
      this.#socket.setTimeout(this.#options.times.keepAlive);
    }
    if (this.#pending) this.#next();
    if (this.#state === 'idle' && this.#socket.isPaused()) this.#socket.resume();
  }

  #next(): void {
    clearTimeout(this.#late);
    const bytes = this.#pending;
    if (!bytes) return;
    const { fastPath, plain } = this.#options;
    const request = readPlainRequest(bytes, plain);
    if (request === 'other') {
      this.#leave();
      return;
    }
    if (request === 'incomplete') {
      this.#late = setTimeout(() => this.#leave(), PATIENCE);
      return;
    }
    const { length } = request.bytes;
    this.#pending = bytes.length > length ? bytes.subarray(length) : null;
    this.#state = 'fast';
    fastPath.handle(request, this);
  }

  /** From now on all is Node's. */
  #leave(): void {
    clearTimeout(this.#late);
    this.#state = 'left';
    const bytes = this.#pending;
    this.#pending = null;
    if (bytes) this.#toNode(bytes);
  }

  #toNode(bytes: Buffer): void {
    if (!this.#node) {
      // It may go when nothing of it runs: then what the fast path answers is to be heard still.
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
    if (this.#state === 'idle' && this.#pending) this.#leave();
    if (this.#state === 'node' || this.#state === 'left') this.#node?.push(null);
    else this.#socket.end();
    if (this.#state === 'fast') this.#gone?.abort();
  }

  #timeOut(): void {
    if (this.#state === 'node' || this.#state === 'left') this.#node?.emit('timeout');
    else if (this.#state === 'fast' && !this.#isPatient) {
      this.#isPatient = true;
      this.#socket.setTimeout(this.#options.times.silence);
    } else this.#destroyUnlessHeard();
  }

  /** After a pause of this process the request may have come in time, and is read first: see `TimeLimit`. */
  #destroyUnlessHeard(): void {
    this.#silence = new TimeLimit(0, () => this.#socket.destroy());
  }

  #closed(): void {
    clearTimeout(this.#late);
    this.#silence?.end();
    this.#gone?.abort();
    this.#node?.destroy();
  }
}
