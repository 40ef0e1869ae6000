/** Limits the connections that are kept open to one service. */
export interface ConnectionPolicy {
  /**
   * The maximum number of open connections. Further requests wait for one, and are not sent if their deadline
   * passes first.
   */
  readonly maxConnections: number;
  /**
   * Milliseconds after which a connection takes no more requests; `Infinity` keeps it forever. Without a
   * limit, a new instance behind a load balancer would get no traffic, because a balancer assigns
   * connections, not requests.
   */
  readonly maxAge: number;
}

/** Milliseconds. A new instance gets its share within a minute, and one handshake a minute costs nothing. */
export const MAX_CONNECTION_AGE = 60_000;
