import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * A client's connection as Node's HTTP server sees it: the lane hands it the bytes to read, and what the
 * server writes goes to the socket. A server accepts any Duplex as a connection (`http.Server`, event
 * 'connection').
 */
export class NodeConnection extends Duplex {
  readonly #socket: Socket;
  readonly #mayClose: () => boolean;

  /**
   * @param mayClose returns true when the socket may close with it: not while the fast path answers on it.
   */
  constructor(socket: Socket, mayClose: () => boolean) {
    super({ decodeStrings: false });
    this.#socket = socket;
    this.#mayClose = mayClose;
  }

  /** Hands bytes to the server. */
  receive(bytes: Buffer): void {
    if (!this.push(bytes)) this.#socket.pause();
  }

  override _read(): void {
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  override _write(chunk: string | Buffer, encoding: BufferEncoding, done: () => void): void {
    if (this.#write(chunk, encoding)) done();
    else this.#socket.once('drain', done);
  }

  override _writev(
    chunks: { readonly chunk: string | Buffer; readonly encoding: BufferEncoding }[],
    done: () => void,
  ): void {
    this.#socket.cork();
    let flushed = true;
    for (const { chunk, encoding } of chunks) flushed = this.#write(chunk, encoding);
    this.#socket.uncork();
    if (flushed) done();
    else this.#socket.once('drain', done);
  }

  #write(chunk: string | Buffer, encoding: BufferEncoding): boolean {
    return typeof chunk === 'string' ? this.#socket.write(chunk, encoding) : this.#socket.write(chunk);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#mayClose()) this.#socket.destroy();
    done(error);
  }

  /** Closes it once everything is written, without waiting for the client, as `Socket.destroySoon` does. */
  destroySoon(): void {
    this.end(() => this.destroy());
  }

  // Servers, Fastify and WebSockets need these members of a socket besides those of a Duplex.
  get remoteAddress() {
    return this.#socket.remoteAddress;
  }
  get remotePort() {
    return this.#socket.remotePort;
  }
  get remoteFamily() {
    return this.#socket.remoteFamily;
  }
  get localAddress() {
    return this.#socket.localAddress;
  }
  get localPort() {
    return this.#socket.localPort;
  }
  setTimeout(milliseconds: number): this {
    this.#socket.setTimeout(milliseconds);
    return this;
  }
  setNoDelay(noDelay?: boolean): this {
    this.#socket.setNoDelay(noDelay);
    return this;
  }
  setKeepAlive(enable?: boolean, delay?: number): this {
    this.#socket.setKeepAlive(enable, delay);
    return this;
  }
}
