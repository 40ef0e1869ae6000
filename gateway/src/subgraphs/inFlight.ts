/** Shares what is being fetched among those who want the same at the same time. */

export interface InFlight<Value> {
  /**
   * @param key what is wanted, and by whom: nobody else may be given it.
   * @param signal ends this one's wait; the fetch ends with the last who waits. Null waits to the end.
   * @param begin fetches; it is not called when somebody else's fetch is joined. `waiting` says for how many, at any time.
   * @param joined called when it is.
   */
  get(key: string, signal: AbortSignal | null, begin: Begin<Value>, joined: () => void): Promise<Value>;
  /** Who comes from now on waits for a new fetch: what is being fetched may have been read before something changed. */
  outdate(): void;
}

type Begin<Value> = (signal: AbortSignal, waiting: () => number) => Promise<Value>;

interface Flight<Value> {
  readonly value: Promise<Value>;
  readonly end: AbortController;
  waiting: number;
}

/** @param leave makes the reason that one who goes away is told. */
export function createInFlight<Value>(leave: () => Error): InFlight<Value> {
  const flights = new Map<string, Flight<Value>>();

  function start(key: string, begin: Begin<Value>): Flight<Value> {
    const end = new AbortController();
    const value = begin(end.signal, () => flight.waiting);
    const flight: Flight<Value> = { value, end, waiting: 0 };
    flights.set(key, flight);
    const landed = () => forget(key, flight);
    value.then(landed, landed);
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
      flight.waiting++;
      if (!signal) return flight.value;
      return new Promise((resolve, reject) => {
        const gone = () => {
          reject(leave());
          flight.waiting--;
          if (flight.waiting > 0) return;
          forget(key, flight);
          flight.end.abort();
        };
        const done = () => signal.removeEventListener('abort', gone);
        signal.addEventListener('abort', gone);
        flight.value.then(
          (value) => {
            done();
            resolve(value);
          },
          (reason) => {
            done();
            reject(reason);
          },
        );
      });
    },
    outdate: () => flights.clear(),
  };
}
