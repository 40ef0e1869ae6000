import type { QueryPlan } from '@apollo/query-planner';
import type { GraphQLErrorExtensions } from 'graphql';
import type { GraphSchemas } from '../model/schemas.ts';

export interface WorkerData {
  readonly supergraphSdl: string;
  /** Milliseconds without an operation after which it gives memory back. */
  readonly idle: number;
}

export interface ToWorker {
  readonly query: string;
  readonly operationName: string | undefined;
  /** Labels of overrides. */
  readonly inForce: readonly string[];
}

export type FromWorker =
  | { readonly kind: 'ready'; readonly schemas: GraphSchemas }
  | { readonly kind: 'planned'; readonly plan: QueryPlan; readonly milliseconds: number }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** Set for a refusal, and not for a defect. */
      readonly extensions?: GraphQLErrorExtensions;
      /** What the planner failed with. */
      readonly cause?: Error | undefined;
    };
