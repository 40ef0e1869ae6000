import { expect, test } from 'vitest';
import { isIdempotent } from '../../src/subgraphs/idempotent.ts';

const idempotent = (query: string, variables = {}) => isIdempotent({ query, variables });

test.each([
  ['an argument', 'mutation { receive(idempotencyKey: "k") { id } }', {}],
  ['an argument by a variable', 'mutation ($k: ID) { receive(idempotencyKey: $k) { id } }', { k: 'k' }],
  ['an input object', 'mutation { place(input: { idempotencyKey: "k" }) { id } }', {}],
  [
    'an input object by a variable',
    'mutation ($i: I!) { place(input: $i) { id } }',
    { i: { idempotencyKey: 'k' } },
  ],
  [
    'a variable inside an input object',
    'mutation ($k: ID!) { place(input: { idempotencyKey: $k }) { id } }',
    { k: 'k' },
  ],
  ['each field', 'mutation { a(idempotencyKey: "1") b(idempotencyKey: 2) __typename }', {}],
])('a key in %s makes a mutation one that may be sent again', (_, query, variables) => {
  expect(idempotent(query, variables)).toBe(true);
});

test.each([
  ['none', 'mutation { cancel(id: "1") { id } }', {}],
  ['null', 'mutation ($k: ID) { receive(idempotencyKey: $k) { id } }', { k: null }],
  ['a variable without a value', 'mutation ($k: ID) { receive(idempotencyKey: $k) { id } }', {}],
  ['an empty one', 'mutation { receive(idempotencyKey: "") { id } }', {}],
  ['one of two', 'mutation { a(idempotencyKey: "1") b { id } }', {}],
  ['an argument of another name', 'mutation { a(key: "1") { id } }', {}],
  ['an argument of a selected field', 'mutation { a { idempotencyKey(idempotencyKey: "1") } }', {}],
])('%s does not', (_, query, variables) => {
  expect(idempotent(query, variables)).toBe(false);
});
