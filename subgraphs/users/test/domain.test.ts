import { newUuid } from '@holdfast/kit/ids';
import { expect, test } from 'vitest';
import { addressBook } from '../src/domain/addressBook.ts';
import { emailKey, isEmail } from '../src/domain/email.ts';
import { newRefreshToken, readRefreshToken } from '../src/domain/refreshToken.ts';

test.each([
  ['Alice@Demo.Test ', 'alice@demo.test'],
  ['ＡLICE@demo.test', 'alice@demo.test'],
  ['straße@demo.test', 'STRASSE@demo.test'],
  ['STRAẞE@demo.test', 'strasse@demo.test'],
  ['Ὀδυσσεύς@demo.test', 'ὀδυσσεύσ@DEMO.test'],
  ['caf\u00e9@demo.test', 'CAFE\u0301@demo.test'],
])('%s and %s are one address', (a, b) => {
  expect(emailKey(a)).toBe(emailKey(b));
  expect(emailKey(emailKey(a))).toBe(emailKey(a));
});

test('letters that only look alike are two addresses', () => {
  expect(emailKey('mıke@demo.test')).not.toBe(emailKey('mike@demo.test'));
  expect(emailKey('аlice@demo.test')).not.toBe(emailKey('alice@demo.test'));
});

test.each([
  ['alice@demo.test', true],
  ['alice+tag@mail.demo.test', true],
  ['ålice@exämple.test', true],
  ['alice', false],
  ['alice@demo', false],
  ['alice@@demo.test', false],
  ['al ice@demo.test', false],
  ['alice@demo..test', false],
  ['alice@demo.test, bob@demo.test', false],
  ['<alice@demo.test>', false],
  [`${'a'.repeat(65)}@demo.test`, false],
])('%s looks like an e-mail address: %s', (email, expected) => {
  expect(isEmail(email)).toBe(expected);
});

test('a refresh token names its session, and is known by its hash', () => {
  const id = newUuid();
  const made = newRefreshToken(id, (size) => new Uint8Array(size).fill(7));
  expect(readRefreshToken(made.token)).toEqual({ sessionId: id, hash: made.hash });
  expect(made.hash).not.toContain(made.token);
  expect(readRefreshToken(`${made.token}=`)).toBeUndefined();
});

const address = {
  recipient: 'A',
  line1: 'B',
  line2: null,
  city: 'C',
  region: null,
  postalCode: '1',
  country: 'DE',
};
const entries = (marks: boolean[]) =>
  marks.map((isDefault, n) => ({ entry: { id: `${n}`, label: null, address }, isDefault }));

test.each([
  [[], null],
  [[false], '0'],
  [[false, true], '1'],
  [[false, false], '0'],
])('the default of a book marked %j is %s', (marks, expected) => {
  expect(addressBook(entries(marks))?.defaultAddressId).toBe(expected);
});

test('a book with two defaults is refused', () => {
  expect(addressBook(entries([true, true]))).toBeUndefined();
});
