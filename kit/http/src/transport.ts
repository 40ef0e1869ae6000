/**
 * The port to another service over HTTP. `undiciTransport.ts` implements it; the gateway has a second
 * implementation.
 */

export interface TransportRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** Milliseconds until the caller stops waiting for the reply. */
  readonly timeout: number;
  /**
   * Aborts the request earlier. It then fails like a fault of the service, but its caller has gone. Null for
   * never.
   */
  readonly signal: AbortSignalLike | null;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

export interface Transport {
  /**
   * @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE, whose messages name the service and never an address.
   */
  send(request: TransportRequest): Promise<Reply>;
  /** Returns the number of busy and idle connections, and of requests that wait for one. */
  figures?(): { readonly busy: number; readonly idle: number; readonly waiting: number };
  end(): Promise<void>;
}

/** A transport that also reads replies line by line. */
export interface LineTransport extends Transport {
  /**
   * Sends a request to a path below that of the endpoint.
   * @returns a function that ends it.
   */
  sendForLines(
    request: Pick<TransportRequest, 'headers' | 'body'> & { readonly subpath: string },
    listener: LineListener,
  ): () => void;
}

/** Hears of a reply. After `onEnd` or `onError`, it hears nothing more. */
export interface LineListener {
  /** Called with each line of a reply with status 200, without its end. */
  onLine(line: string): void;
  onEnd(status: number): void;
  /** Called with SUBGRAPH_UNAVAILABLE when the connection fails. */
  onError(error: Error): void;
}

/** The part of an AbortSignal that a transport uses. A real AbortSignal costs more CPU. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The reply did not arrive within the timeout. */
export class CallTimeoutError extends Error {
  override name = 'CallTimeoutError';
}

/** The caller aborted the request. */
export class CallAbortedError extends Error {
  override name = 'CallAbortedError';
}
