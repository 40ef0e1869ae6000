/**
 * The limit for which a deeply nested document is refused does not depend on how much stack is left: every
 * level up to the token limit, by each way to nest, names the same limit.
 */
import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/security/limits/limits.ts';
import { checkNesting } from '../../src/security/limits/nesting.ts';
import { readDocument } from '../../src/security/limits/readDocument.ts';

const nested = (levels: number, open: string, close: string, inner = '') =>
  open.repeat(levels) + inner + close.repeat(levels);
const limitOf = (refusal: unknown) =>
  refusal instanceof GraphQLError ? refusal.extensions['limit'] : undefined;

const WAYS: readonly [name: string, of: (levels: number) => string, limit: string][] = [
  ['fields', (n) => nested(n, '{a', '}'), 'depth'],
  ['inline fragments', (n) => `{${nested(n, '...{', '}', 'a')}}`, 'depth'],
  ['lists', (n) => `{ a(b: ${nested(n, '[', ']')}) }`, 'variableDepth'],
  ['objects', (n) => `{ a(b: ${nested(n, '{a:', '}', '1')}) }`, 'variableDepth'],
  ['a default', (n) => `query ($a: A = ${nested(n, '[', ']')}) { a }`, 'variableDepth'],
  ['list types', (n) => `query ($a: ${nested(n, '[', ']', 'Int')}) { a }`, 'variableDepth'],
  ['lists of a directive', (n) => `{ a @b(c: ${nested(n, '[', ']')}) }`, 'variableDepth'],
];

test.each(WAYS)('%s', (_, of, limit) => {
  expect(checkNesting(of(450), DEFAULT_LIMITS)).toBeUndefined();
  for (let levels = 550; levels < 10_000; levels += 450)
    expect(limitOf(readDocument(of(levels), DEFAULT_LIMITS))).toBe(limit);
});

test('brackets in strings and comments do not nest, nor do those side by side', () => {
  for (const text of [
    `{ a(b: "${'['.repeat(600)}") }`,
    `{ a } # ${'{'.repeat(600)}`,
    `{ a(b: [${'[],'.repeat(600)}]) }`,
    `{ ${'a { b } '.repeat(600)} }`,
  ])
    expect(checkNesting(text, DEFAULT_LIMITS)).toBeUndefined();
});

test('a limit above what the stack surely bears is kept', () => {
  const limits = { ...DEFAULT_LIMITS, depth: 700, variableDepth: Number.POSITIVE_INFINITY };
  expect(limitOf(checkNesting(nested(700, '{a', '}'), limits))).toBeUndefined();
  expect(limitOf(checkNesting(nested(701, '{a', '}'), limits))).toBe('depth');
  expect(limitOf(checkNesting(`{ a(b: ${nested(2_000, '[', ']')}) }`, limits))).toBeUndefined();
});

test('more tokens than allowed are refused as such', () => {
  expect(limitOf(checkNesting(`{ ${'a { b } '.repeat(4_000)} }`, DEFAULT_LIMITS))).toBe('tokens');
});
