/**
 * Bounds on what is kept of client requests, so that a client that makes things up fills neither the memory
 * nor the file.
 */
import type { OperationIdentity } from './format.ts';

export const BOUNDS = {
  /** Operations counted separately. */
  operations: 5_000,
  /** The characters of all their documents. */
  documents: 4_000_000,
  /** Clients of one operation counted separately, by name and version. */
  clients: 50,
  /** Clients of all operations together. */
  allClients: 20_000,
} as const;

export type Bounds = Readonly<Record<keyof typeof BOUNDS, number>>;

/** The most characters of an operation with its fragments, as sent. A longer one is not analysed. */
export const MAX_SOURCE = 65_536;
/** The most characters of a document in its normal form. */
export const MAX_DOCUMENT = 16_384;
/** The most characters of a client's name, and of its version. */
export const MAX_CLIENT_TEXT = 100;

/**
 * Stands for all operations that are not counted separately. The name is not possible in GraphQL; the
 * document is valid in every schema.
 */
export const OTHER_OPERATIONS: OperationIdentity = {
  signature: '0'.repeat(64),
  name: '(other operations)',
  document: '{__typename}',
};

/** Stands for all clients of an operation that are not counted separately. */
export const OTHER_CLIENTS = { name: '(other clients)', version: null } as const;
