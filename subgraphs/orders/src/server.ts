import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyIdentity } from '@holdfast/kit-base/identity';
import { createSubgraphServer, type SubgraphServer } from '@holdfast/kit-subgraph/server';
import type { Registry } from '@holdfast/kit-telemetry/metrics';
import { type DocumentNode, Kind, parse } from 'graphql';
import { createContext, type Dependencies } from './context.ts';
import { resolvers } from './resolvers.ts';
import { checkStepNames, STEPS } from './saga/steps/steps.ts';
import { checkTimes, LEASE } from './saga/timing.ts';

export interface OrdersOptions extends Dependencies {
  readonly verifyIdentity: VerifyIdentity;
  /** Rejects when the database does not answer. */
  readonly check: () => Promise<void>;
  readonly metrics: Registry;
}

/**
 * Creates the orders subgraph on a collection that already has its indexes.
 * @throws Error when the steps and the SDL do not agree, or OperatorError when the times do not fit together.
 */
export async function createOrders(options: OrdersOptions): Promise<SubgraphServer> {
  const typeDefs = parse(await readFile(join(import.meta.dirname, '../schema.graphql'), 'utf8'));
  checkStepNames(enumValues(typeDefs, 'SagaStepName'));
  checkTimes({ ...options, lease: LEASE, steps: STEPS });
  return createSubgraphServer({
    name: 'orders',
    typeDefs,
    resolvers,
    context: (identity) => createContext(options, identity),
    verifyIdentity: options.verifyIdentity,
    health: { mongodb: options.check },
    metrics: options.metrics,
    log: options.log,
  });
}

function enumValues({ definitions }: DocumentNode, name: string): string[] {
  return definitions.flatMap((each) =>
    each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === name
      ? (each.values ?? []).map((value) => value.name.value)
      : [],
  );
}
