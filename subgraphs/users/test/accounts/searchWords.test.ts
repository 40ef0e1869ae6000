import { expect, test } from 'vitest';
import { searchWords } from '../../src/accounts/domain/searchWords.ts';

test.each([
  ['Ada Ahmadi', 'ada', true],
  ['Bob Bergstr\u00f6m', 'BERGSTROM', true],
  ['Stra\u00dfe', 'strasse', true],
])('the words of %s contain %s', (text, word, same) => {
  expect(searchWords(text).includes(searchWords(word)[0]!)).toBe(same);
});
