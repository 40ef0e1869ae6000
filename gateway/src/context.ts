import type { User } from './security/accessToken.ts';

/** What one request of a client carries through execution. */
export interface GatewayContext {
  /** Null for nobody who signed in. */
  readonly user: User | null;
  /** The client's header of that name. It is passed on where the gateway does not check it, and only there. */
  readonly authorization?: string | undefined;
  /** Where the client is, as far as the gateway sees it: the address of its connection. */
  readonly clientAddress: string;
  /** Aborts when the client has gone before it was answered. */
  readonly disconnected: AbortSignal;
}
