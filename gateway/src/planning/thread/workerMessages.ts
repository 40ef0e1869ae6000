import type { QueryPlan } from '@apollo/query-planner';
import type { GraphQLErrorExtensions } from 'graphql';
import type { GraphSchemas } from '../model/schemas.ts';

export interface WorkerData {
  readonly supergraphSdl: string;
  /** The milliseconds without an operation after which the worker releases unused memory. */
  readonly idle: number;
}

export interface ToWorker {
  readonly query: string;
  readonly operationName: string | undefined;
  /** The labels of the overrides in force. */
  readonly inForce: readonly string[];
}

export type FromWorker =
  | { readonly kind: 'ready'; readonly schemas: GraphSchemas }
  | { readonly kind: 'planned'; readonly plan: QueryPlan; readonly milliseconds: number }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** Set for a refusal, but not for a defect. */
      readonly extensions?: GraphQLErrorExtensions;
      /** The failure of the planner. */
      readonly cause?: Error | undefined;
    };
