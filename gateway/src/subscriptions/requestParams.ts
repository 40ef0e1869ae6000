/** What clients that listen send, and what they get. */
import type { HeaderMap } from '@apollo/server';
import type { Ending } from '@holdfast/kit/transport';
import type { DocumentNode, FormattedExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import type { Live } from './live.ts';

export interface RequestParams {
  /** None, or an empty one, where `extensions` name a persisted one. */
  readonly query?: string | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** An operation whose document is at hand. */
export interface ResolvedParams extends RequestParams {
  readonly query: string;
}

/** Who asks. */
export interface Listener {
  /** As the header of that name; undefined for nobody who signed in. */
  readonly authorization: string | undefined;
  readonly clientAddress: string;
  /** What it asks for beside each answer: `recognizedHeadersOf`. */
  readonly headers: HeaderMap;
  /** Aborts when the client has gone. */
  readonly disconnected: Ending;
}

export type Outcome =
  /** The document is no good: nothing was done. */
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  | { readonly kind: 'subscription'; readonly document: DocumentNode; readonly answers: Live }
  | {
      readonly kind: 'single';
      readonly document: DocumentNode;
      readonly operation: OperationTypeNode;
      result(): Promise<FormattedExecutionResult>;
    };

/** @throws UNAUTHENTICATED, or SUBGRAPH_UNAVAILABLE when it cannot be told who asks. */
export type Execute = (operation: ResolvedParams, listener: Listener) => Promise<FormattedExecutionResult>;
