/** A value that React's `useSyncExternalStore` can follow. */
export interface Store<State> {
  get(): State;
  /** Calls the listener after every change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

export function createStore<State>(state: State): Store<State> & { set(next: State): void } {
  let current = state;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next) {
      current = next;
      for (const listener of listeners) listener();
    },
  };
}
