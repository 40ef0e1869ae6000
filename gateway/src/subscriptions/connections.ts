/** How many clients may listen at once: WebSockets and streams of events together. */
export interface Connections {
  /**
   * @param address where the client is.
   * @returns what gives the place back, any number of times; or why there is none.
   */
  take(address: string): Release | 'TOO_MANY' | 'TOO_MANY_OF_ADDRESS';
}

export type Release = () => void;

export interface ConnectionLimits {
  /** Connections at once. `Infinity` is no limit, here as below. */
  readonly connections: number;
  /** Connections at once of one client address. */
  readonly connectionsPerAddress: number;
  /** Operations that may run on one WebSocket at once; a stream of events has one. */
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
