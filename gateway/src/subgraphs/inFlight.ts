/** Shares a fetch among the calls that want the same thing at the same time. */
import type { AbortSignalLike } from '@holdfast/kit-http/transport';
import { Departure } from '../operation/departure.ts';

/** @param waiting returns the number of calls that currently wait for the fetch. */
export type Begin<Value> = (signal: AbortSignalLike, waiting: () => number) => Promise<Value>;

export interface InFlight<Value> {
  /**
   * @param key what is fetched and for which caller: no other caller may get it.
   * @param signal ends this call's wait. The fetch is aborted when the last call stops waiting. Null waits to
   *   the end.
   * @param begin starts the fetch; not called when the call joins a fetch in flight.
   * @param joined called when the call joins a fetch in flight.
   */
  get(key: string, signal: AbortSignalLike | null, begin: Begin<Value>, joined: () => void): Promise<Value>;
  /** Makes later calls start a new fetch: the data of those in flight may have been read before a change. */
  outdate(): void;
}

interface Waiter<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignalLike | null;
  readonly gone: () => void;
}

interface Flight<Value> {
  readonly end: Departure;
  readonly waiters: Set<Waiter<Value>>;
}

/** @param leave creates the error of a call that stops waiting. */
export function createInFlight<Value>(leave: () => Error): InFlight<Value> {
  const flights = new Map<string, Flight<Value>>();

  function start(key: string, begin: Begin<Value>): Flight<Value> {
    const flight: Flight<Value> = { end: new Departure(), waiters: new Set() };
    const fetching = begin(flight.end, () => flight.waiters.size);
    // Only now: a `begin` that throws leaves no flight that later calls would join and that never ends.
    flights.set(key, flight);
    fetching.then(
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
