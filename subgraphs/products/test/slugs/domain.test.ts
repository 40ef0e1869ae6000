import { expect, test } from 'vitest';
import { attributesProblem } from '../../src/products/domain/attributes.ts';
import { isSlug, slugOf } from '../../src/slugs/domain.ts';

test.each([
  ['Crème brûlée, 2× ', 'creme-brulee-2x'],
  ["Levi's 501", 'levis-501'],
  ['ÆRØ & Łódź – Straße', 'aero-lodz-strasse'],
  ['İstanbul ıslak', 'istanbul-islak'],
  ['ＦＵＬＬ　ｗｉｄｔｈ ﬁne', 'full-width-fine'],
  ['--__a..b//c--', 'a-b-c'],
  ['日本語', 'product'],
  ['🐎', 'product'],
  ['word '.repeat(40), 'word-'.repeat(16).slice(0, -1)],
  ['x'.repeat(100), 'x'.repeat(80)],
])('the slug of %j is %s', (name, slug) => {
  expect(slugOf(name, 'product')).toBe(slug);
  expect(isSlug(slug)).toBe(true);
});

test.each(['', '-a', 'a-', 'a--b', 'A', 'ä', 'a b', '$ne', 'a'.repeat(81)])('%j is no slug', (text) => {
  expect(isSlug(text)).toBe(false);
});

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
])('attributes cannot be or have %s', (_, value) => {
  expect(attributesProblem(value)).toEqual(expect.any(String));
});
