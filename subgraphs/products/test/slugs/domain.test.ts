import { expect, test } from 'vitest';
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

test.each(['', '-a', 'a-', 'a--b', 'A', 'ä', 'a b', '$ne', 'a'.repeat(81)])('%j is not a slug', (text) => {
  expect(isSlug(text)).toBe(false);
});
