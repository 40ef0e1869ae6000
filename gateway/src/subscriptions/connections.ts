/** Counts the connections of listening clients: WebSockets and event streams together. */
export interface Connections {
  /**
   * Takes a place for a connection.
   * @param address the client's IP address.
   * @returns a function that releases the place, safe to call repeatedly; or the reason why there is none.
   */
  take(address: string): Release | 'TOO_MANY' | 'TOO_MANY_OF_ADDRESS';
}

export type Release = () => void;

export interface ConnectionLimits {
  /** The most connections at once. `Infinity` means no limit, here and below. */
  readonly connections: number;
  /** The most connections at once from one client address. */
  readonly connectionsPerAddress: number;
  /** The most operations that may run on one WebSocket at once. An event stream has one. */
  readonly operationsPerConnection: number;
}

export const DEFAULT_CONNECTION_LIMITS: ConnectionLimits = {
  connections: 10_000,
  connectionsPerAddress: 1_000,
  operationsPerConnection: 100,
};

export function createConnections({ connections, connectionsPerAddress }: ConnectionLimits): Connections {
  const byAddress = new Map<string, number>();
  let total = 0;
  const change = (address: string, by: 1 | -1) => {
    total += by;
    const count = (byAddress.get(address) ?? 0) + by;
    if (count > 0) byAddress.set(address, count);
    else byAddress.delete(address);
  };
  return {
    take(address) {
      if (total >= connections) return 'TOO_MANY';
      if ((byAddress.get(address) ?? 0) >= connectionsPerAddress) return 'TOO_MANY_OF_ADDRESS';
      change(address, 1);
      let taken = true;
      return () => {
        if (taken) change(address, -1);
        taken = false;
      };
    },
  };
}
