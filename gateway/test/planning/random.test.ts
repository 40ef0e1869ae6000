/**
 * Random operations over composed graphs: with our plans the answers equal those of one schema without
 * subgraphs.
 */
import { expect, test } from 'vitest';
import { seeded } from '../support/things.ts';
import { compose, createFederation } from './federation.ts';
import { GRAPHS } from './graphs.ts';
import { randomOperation, randomVariables } from './randomOperations.ts';
import { createTruth } from './truth.ts';

const OPERATIONS = Number(process.env['PLANNED_OPERATIONS'] ?? 80);
const ALIASES = ['id', 'code', 'price', 'weight', 'title', 'name', 'category'];

/**
 * For 80 operations of each graph with the seed 1: at least how many the plans of `@apollo/gateway` answer
 * wrongly, which shows that this test can find errors, and at most how many our planner refuses.
 */
const EXPECTED: Readonly<Record<string, { wrongWhenStock: number; refused: number }>> = {
  'requirements with arguments': { wrongWhenStock: 8, refused: 2 },
  'interfaces and unions': { wrongWhenStock: 8, refused: 20 },
  'provided and shared fields': { wrongWhenStock: 1, refused: 0 },
};

test.each(Object.entries(GRAPHS))(
  '%s',
  async (name, subgraphs) => {
    const truth = createTruth(compose(subgraphs));
    const graph = createFederation(subgraphs, truth.resolve);
    const below = seeded(Number(process.env['PLANNED_SEED'] ?? 1));
    let wrong = 0;
    let refused = 0;
    let left = OPERATIONS;
    while (left > 0) {
      const query = randomOperation(truth.schema, below, { maxDepth: 4, aliases: ALIASES });
      if (query === null) continue;
      left -= 1;
      const variables = randomVariables(truth.schema, query, below);
      const right = truth.answer(query, variables);
      const ours = await graph.ours(query, variables);
      if (ours.errors?.[0]?.extensions?.['code'] === 'QUERY_PLAN_UNSUPPORTED') refused += 1;
      else expect(ours, `${query}\n${JSON.stringify(variables)}`).toEqual(right);
      const stock = await graph.stock(query, variables);
      if (JSON.stringify(stock.data) !== JSON.stringify((right as { data: unknown }).data)) wrong += 1;
    }
    if (OPERATIONS !== 80 || process.env['PLANNED_SEED']) return;
    expect(wrong).toBeGreaterThanOrEqual(EXPECTED[name]!.wrongWhenStock);
    expect(refused).toBeLessThanOrEqual(EXPECTED[name]!.refused);
  },
  120_000,
);
