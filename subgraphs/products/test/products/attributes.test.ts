import { expect, test } from 'vitest';
import { attributesProblem } from '../../src/products/domain/attributes.ts';

test('attributes are any JSON object', () => {
  expect(
    attributesProblem({ a: [1, 2.5, 'x', null, true, { b: { c: {} } }], 'with space': '' }),
  ).toBeUndefined();
  const anyName = JSON.parse('{"$gt": 1, "a.b": [{"$where": "x"}], "__proto__": {"admin": true}, "": 1}');
  expect(attributesProblem(anyName)).toBeUndefined();
});

test.each([
  ['null', null],
  ['an array', []],
  ['text', 'x'],
  ['a name of 101 characters', { ['x'.repeat(101)]: 1 }],
  ['a null byte in a name', { 'x\0': 1 }],
  ['a null byte', { a: 'x\0' }],
  ['a lone surrogate', { a: '\ud800' }],
  ['a lone surrogate in a name', { '\ud800': 1 }],
  ['no number', { a: Number.NaN }],
  ['no JSON', { a: 1n }],
  ['too deep', { a: { b: { c: { d: { e: { f: 1 } } } } } }],
  ['too much', { a: 'x'.repeat(20_000) }],
])('attributes cannot be or contain %s', (_, value) => {
  expect(attributesProblem(value)).toEqual(expect.any(String));
});
