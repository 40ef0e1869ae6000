/** Shares what is being fetched among those who want the same at the same time. */
import type { Ending } from '@holdfast/kit-http/transport';
import { Departure } from '../operation/departure.ts';

/** @param waiting for how many it is fetched, at any time. */
export type Begin<Value> = (signal: Ending, waiting: () => number) => Promise<Value>;

export interface InFlight<Value> {
  /**
   * @param key what is wanted, and by whom: nobody else may be given it.
   * @param signal ends this one's wait; the fetch ends with the last who waits. Null waits to the end.
   * @param begin fetches; it is not called when somebody else's fetch is joined.
   * @param joined called when it is.
   */
  get(key: string, signal: Ending | null, begin: Begin<Value>, joined: () => void): Promise<Value>;
  /** Who comes from now on waits for a new fetch: what is being fetched may have been read before something changed. */
  outdate(): void;
}

interface Waiter<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: Ending | null;
  readonly gone: () => void;
}

interface Flight<Value> {
  readonly end: Departure;
  readonly waiters: Set<Waiter<Value>>;
}

/** @param leave makes the reason that one who goes away is told. */
export function createInFlight<Value>(leave: () => Error): InFlight<Value> {
  const flights = new Map<string, Flight<Value>>();

  function start(key: string, begin: Begin<Value>): Flight<Value> {
    const flight: Flight<Value> = { end: new Departure(), waiters: new Set() };
    flights.set(key, flight);
    begin(flight.end, () => flight.waiters.size).then(
      (value) => {
        forget(key, flight);
        for (const { signal, gone, resolve } of flight.waiters) {
          signal?.removeEventListener('abort', gone);
          resolve(value);
        }
      },
      (reason) => {
        forget(key, flight);
        for (const { signal, gone, reject } of flight.waiters) {
          signal?.removeEventListener('abort', gone);
          reject(reason);
        }
      },
    );
    return flight;
  }

  function forget(key: string, flight: Flight<Value>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return {
    get(key, signal, begin, joined) {
      if (signal?.aborted) return Promise.reject(leave());
      const known = flights.get(key);
      if (known) joined();
      const flight = known ?? start(key, begin);
      return new Promise((resolve, reject) => {
        const gone = () => {
          flight.waiters.delete(waiter);
          reject(leave());
          if (flight.waiters.size > 0) return;
          forget(key, flight);
          flight.end.abort();
        };
        const waiter: Waiter<Value> = { resolve, reject, signal, gone };
        flight.waiters.add(waiter);
        signal?.addEventListener('abort', gone);
      });
    },
    outdate: () => flights.clear(),
  };
}
