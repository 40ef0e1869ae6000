import { StringDecoder } from 'node:string_decoder';
import type { Dispatcher } from 'undici';
import { CallAbortedError, type LineListener } from './transport.ts';

/** Passes a reply on line by line, as its parts arrive, from the events of undici's dispatcher. */
export class LineHandler implements Dispatcher.DispatchHandler {
  readonly #listener: LineListener;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #status = 0;
  #ended = false;
  #controller: Dispatcher.DispatchController | undefined;

  constructor(listener: LineListener) {
    this.#listener = listener;
  }

  /** Ends the request. The listener hears nothing any more. */
  abort(): void {
    this.#ended = true;
    this.#controller?.abort(new CallAbortedError('No caller waits for the reply.'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) this.abort();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#status === 200) for (const line of lines) if (!this.#ended) this.#listener.onLine(line);
  }

  onResponseEnd(): void {
    if (!this.#ended) this.#listener.onEnd(this.#status);
    this.#ended = true;
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    if (!this.#ended) this.#listener.onError(cause);
    this.#ended = true;
  }
}
