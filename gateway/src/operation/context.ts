import type { Caller } from '@holdfast/kit-base/identity';
import type { Ending } from '@holdfast/kit-http/transport';

/** A user who is signed in. */
export type User = NonNullable<Caller['user']>;

/** The client as it names itself, in the headers `apollographql-client-name` and `-version`. */
export interface ClientInfo {
  readonly name: string | undefined;
  readonly version: string | undefined;
}

/** What one request of a client carries through execution. */
export interface GatewayContext {
  /** Null for nobody who signed in. */
  readonly user: User | null;
  /** The client's header of that name. It is passed on where the gateway does not check it, and only there. */
  readonly authorization?: string | undefined;
  /** Who the client says to be. Undefined for what the gateway asks by itself, which is not counted as a client's. */
  readonly client?: ClientInfo | undefined;
  /** Where the client is, as far as the gateway sees it: the address of its connection. */
  readonly clientAddress: string;
  /** Aborts when the client has gone before it was answered. */
  readonly disconnected: Ending;
  /**
   * Until when subgraphs are waited for, on the gateway's monotonic clock. A mutation is bounded by a time of its own, and
   * moves this on: what a client selects of it has as much time as a query.
   */
  deadline: number;
  /** What it reads must be asked for after now: it is told of something that has just happened. */
  readonly fresh?: boolean;
}
