/** How connections to one service are kept. */
export interface Keeping {
  /** At once; more requests than that wait for one, and are not sent when their time ends first. */
  readonly most: number;
  /**
   * Milliseconds after which one takes no more requests, `Infinity` for any number: a balancer gives a new instance new connections only.
   */
  readonly age: number;
}

/** Milliseconds: a new instance has its share after a minute, and a handshake a minute costs nothing. */
export const CONNECTION_AGE = 60_000;
