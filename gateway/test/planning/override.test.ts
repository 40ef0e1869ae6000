/**
 * The proof knows which subgraph may answer a moved field: a plan for one decision is invalid for the other.
 */
import { type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { readSubgraphModel } from '../../src/planning/model/subgraphModel.ts';
import { createPlanner } from '../../src/planning/planner.ts';
import { readPlanned, verifyPlan } from '../../src/planning/prove/verify.ts';
import { compose } from './federation.ts';

const sdl = compose({
  old: {
    sdl: `type Query { item: Item things: [Thing] } interface Thing { moved: String }
      type Item implements Thing @key(fields: "id") { id: ID! moved: String stays: String }`,
  },
  young: {
    sdl: `type Query { young: Item }
      type Item @key(fields: "id") { id: ID! moved: String @override(from: "old", label: "on") }`,
  },
});

const BOTH = [[], ['on']] as const;

test.each([
  '{ item { moved stays } }',
  '{ young { moved stays } }',
  '{ things { moved } }',
  '{ things { ... on Item { m: moved } } young { moved @include(if: true) } }',
])('%s', (query) => {
  const document = parse(query, { noLocation: true });
  const planner = createPlanner(sdl);
  const planned = readPlanned(document, undefined, { query: 'Query' });
  expect((document.definitions[0] as OperationDefinitionNode).operation).toBe('query');
  for (const planFor of BOTH)
    for (const decided of BOTH) {
      const proof = () =>
        verifyPlan(planner.plan(document, undefined, planFor), planned, readSubgraphModel(sdl, decided));
      if (planFor === decided) expect(proof).not.toThrow();
      else expect(proof).toThrow('there is no sure way to read');
    }
});
