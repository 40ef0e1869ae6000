/** How much is kept of what clients send, so that one that makes things up fills neither the memory nor the file. */
import type { OperationIdentity } from './format.ts';

export const BOUNDS = {
  /** Operations that are told apart. */
  operations: 5_000,
  /** Characters of all their documents. */
  documents: 4_000_000,
  /** Clients of one operation, by name and version, that are told apart. */
  clients: 50,
  /** Clients of all operations. */
  allClients: 20_000,
} as const;

export type Bounds = Readonly<Record<keyof typeof BOUNDS, number>>;

/** Characters of an operation with its fragments, as sent: a longer one is not looked at. */
export const MAX_SOURCE = 65_536;
/** Characters of a document in its normal form. */
export const MAX_DOCUMENT = 16_384;
/** Characters of a client's name, and of its version. */
export const MAX_CLIENT_TEXT = 100;

/** Stands for all operations that are not told apart. GraphQL has no such name; the document is valid in every schema. */
export const OTHER_OPERATIONS: OperationIdentity = {
  signature: '0'.repeat(64),
  name: '(other operations)',
  document: '{__typename}',
};

/** Stands for all clients of an operation that are not told apart. */
export const OTHER_CLIENTS = { name: '(other clients)', version: null } as const;
