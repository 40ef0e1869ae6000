import type { Caller } from '@holdfast/kit-base/identity';
import type { AbortSignalLike } from '@holdfast/kit-http/transport';

/** A signed-in user. */
export type User = NonNullable<Caller['user']>;

/**
 * The client's name and version, from the headers `apollographql-client-name` and
 * `apollographql-client-version`.
 */
export interface ClientInfo {
  readonly name: string | undefined;
  readonly version: string | undefined;
}

/** The context that one client request carries through execution. */
export interface GatewayContext {
  /** Null for an anonymous caller. */
  readonly user: User | null;
  /** The client's `authorization` header. It is passed on only when the gateway does not check it. */
  readonly authorization?: string | undefined;
  /**
   * The client's name and version. Undefined for the gateway's own operations, which are not counted as a
   * client's.
   */
  readonly client?: ClientInfo | undefined;
  /** The address of the client's connection, which may be a proxy's. */
  readonly clientAddress: string;
  /** Aborts when the client disconnects before it has its response. */
  readonly disconnected: AbortSignalLike;
  /**
   * The moment at which the gateway stops waiting for subgraphs, on its monotonic clock. A mutation has its
   * own timeout and moves the deadline, so that the fields selected from it have as much time as a query.
   */
  deadline: number;
  /**
   * True when reads may not share an earlier request: the operation follows an event that has just happened.
   */
  readonly fresh?: boolean;
}
