/** The requests of listening clients, and their outcomes. */
import type { HeaderMap } from '@apollo/server';
import type { AbortSignalLike } from '@holdfast/kit-http/transport';
import type { DocumentNode, FormattedExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import type { Live } from './live.ts';

export interface RequestParams {
  /** Missing or empty when `extensions` name a persisted document. */
  readonly query?: string | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Parameters with their document resolved. */
export interface ResolvedParams extends RequestParams {
  readonly query: string;
}

/** The client that listens. */
export interface Listener {
  /** The value of the `authorization` header; undefined when the caller is anonymous. */
  readonly authorization: string | undefined;
  readonly clientAddress: string;
  /** The headers that count for its operations: see `recognizedHeadersOf`. */
  readonly headers: HeaderMap;
  /** Aborts when the client disconnects. */
  readonly disconnected: AbortSignalLike;
}

export type Outcome =
  /** The document is refused, and nothing was executed. */
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  | { readonly kind: 'subscription'; readonly document: DocumentNode; readonly answers: Live }
  | {
      readonly kind: 'single';
      readonly document: DocumentNode;
      readonly operation: OperationTypeNode;
      result(): Promise<FormattedExecutionResult>;
    };

/**
 * Executes a query or mutation. @throws UNAUTHENTICATED, or SUBGRAPH_UNAVAILABLE when the caller cannot be
 * authenticated.
 */
export type Execute = (params: ResolvedParams, listener: Listener) => Promise<FormattedExecutionResult>;
