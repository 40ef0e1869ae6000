import { silentLog } from '@holdfast/kit-base/log';
import { type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createOverrides, type OverrideSettings } from '../../src/overrides/overrides.ts';

const moved = (label: string) =>
  `@join__field(graph: A, overrideLabel: "${label}") @join__field(graph: B, override: "a", overrideLabel: "${label}")`;

const SDL = `
  type Query @join__type(graph: A) { thing: Thing others: [Other] one: Node }
  type Thing @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "code part { serial }") {
    id: ID!
    code: ID! ${moved('coded')}
    part: Part
    plain: String
    tenth: String ${moved('percent(10)')}
    third: String ${moved('percent(33.33333333)')}
    again: String ${moved('percent(10.0)')}
    all: String ${moved('percent(100)')}
    none: String ${moved('percent(0)')}
    named: String ${moved('a/b:c-d.1')}
    needy: String @join__field(graph: C, requires: "tenth deep { named }")
  }
  type Part @join__type(graph: A) { serial: ID! ${moved('serial')} }
  type Other @join__type(graph: A) { name: String }
  interface Node @join__type(graph: A, key: "key") @join__type(graph: B, key: "key", isInterfaceObject: true) { key: ID! }
  type Leaf implements Node @join__type(graph: A, key: "key") { key: ID! ${moved('keyed')} }`;

const deciding = (given: Partial<OverrideSettings> = {}, sdl = SDL) => {
  const overrides = createOverrides(sdl, { labels: [], random: () => never(), ...given }, silentLog);
  return (query: string) => {
    const document = parse(query);
    return overrides!.decide(document, document.definitions[0] as OperationDefinitionNode);
  };
};

const never = (): number => {
  throw new Error('No number should be drawn.');
};

test('labels that are irrelevant for an operation are not decided for it', () => {
  const decide = deciding();
  expect(decide('{ others { name } }')).toEqual({ labels: [], key: '' });
  expect(decide('query ($a: Int) { others { tenth: name } }').key).toBe('');
  expect(decide('{ thing { plain named all none } }')).toEqual({ labels: ['percent(100)'], key: '' });
});

test.each([
  ['a field of another type of that name', '{ others { tenth } }', ['percent(10)']],
  [
    'a field within a fragment',
    '{ thing { ...Some } } fragment Some on Thing { ... on Thing { tenth } }',
    ['percent(10)'],
  ],
  ['required fields, at any depth', '{ thing { needy } }', ['a/b:c-d.1', 'percent(10)']],
])('a plan may depend on %s', (_, query, labels) => {
  const decide = deciding({ labels: ['a/b:c-d.1'], random: () => 0 });
  expect(decide(query).labels).toEqual(labels);
});

test('a plan may depend on the keys of the entities that it reads, and on those that tell an object’s type', () => {
  const decide = deciding({ labels: ['coded', 'serial', 'keyed'] });
  expect(decide('{ thing { plain } }').labels).toEqual(['coded', 'keyed', 'serial']);
  expect(decide('{ one { __typename } }').labels).toEqual(['keyed']);
});

test('one number decides on all shares, so that n shares have n + 1 outcomes', () => {
  let number = 0;
  const decide = deciding({ labels: ['a/b:c-d.1'], random: () => number });
  const query = '{ thing { tenth third again all none named } }';
  const always = ['a/b:c-d.1', 'percent(100)'];
  const at = (drawn: number) => {
    number = drawn;
    return decide(query);
  };
  const tens = [...always, 'percent(10)', 'percent(10.0)', 'percent(33.33333333)'].sort();
  expect(at(0).labels).toEqual(tens);
  expect(at(0.0999999).labels).toEqual(tens);
  expect(at(0.1).labels).toEqual([...always, 'percent(33.33333333)'].sort());
  expect(at(0.3333333332).labels).toContain('percent(33.33333333)');
  expect(at(0.3333333334).labels).toEqual(always);
  const keys = new Set(Array.from({ length: 100 }, (_, i) => at(i / 100).key));
  expect(keys.size).toBe(3);
});

test('a label that no override has is a single warning, and no error', () => {
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_: object, message: string) => void warnings.push(message) };
  const settings = { labels: ['a/b:c-d.1', 'gone', 'typo'], random: never };
  expect(createOverrides(SDL, settings, log)).not.toBeNull();
  expect(warnings).toEqual([
    'OVERRIDE_LABELS names labels that no override of the supergraph has: gone, typo',
  ]);
  expect(createOverrides(SDL, { ...settings, labels: ['coded'] }, log)).not.toBeNull();
  expect(warnings).toHaveLength(1);
});

test('a supergraph without labels has nothing to decide', () => {
  expect(
    createOverrides('type Query { overrideLabel: String }', { labels: [], random: never }, silentLog),
  ).toBeNull();
  expect(createOverrides('type Query { a: String }', { labels: [], random: never }, silentLog)).toBeNull();
});
