import type { QueryPlan } from '@apollo/query-planner';
import type { GraphQLErrorExtensions } from 'graphql';
import type { GraphSchemas } from './schemas.ts';

export interface ToWorker {
  readonly id: number;
  readonly query: string;
  readonly operationName: string | undefined;
  /** Labels of overrides. */
  readonly inForce: readonly string[];
}

export type FromWorker =
  | { readonly kind: 'ready'; readonly schemas: GraphSchemas }
  | { readonly kind: 'planned'; readonly id: number; readonly plan: QueryPlan; readonly milliseconds: number }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly message: string;
      /** Set for a refusal, and not for a defect. */
      readonly extensions?: GraphQLErrorExtensions;
    };
