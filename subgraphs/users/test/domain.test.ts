import { newUuid } from '@holdfast/kit/ids';
import { expect, test } from 'vitest';
import { emailKey, isEmail } from '../src/accounts/domain/email.ts';
import { searchWords } from '../src/accounts/domain/searchWords.ts';
import {
  addressBook,
  withAddress,
  withChangedAddress,
  withoutAddress,
} from '../src/addresses/domain/addressBook.ts';
import { networkOf } from '../src/limits/clientNetwork.ts';
import { newSecretToken, readSecretToken } from '../src/tokens/domain/secretToken.ts';

test.each([
  ['Alice@Demo.Test ', 'alice@demo.test'],
  ['ＡLICE@demo.test', 'alice@demo.test'],
  ['STRAẞE@demo.test', 'straße@demo.test'],
  ['user@bücher.test', 'user@xn--bcher-kva.test'],
  ['user@BÜCHER.TEST', 'user@XN--BCHER-KVA.test'],
  ['user@bu\u0308cher\u3002test', 'user@bücher.test'],
  ['user@straße.test', 'user@xn--strae-oqa.test'],
  ['user@ｄｅｍｏ.test', 'user@demo.test'],
  ['Ὀδυσσεύς@demo.test', 'ὀδυσσεύσ@DEMO.test'],
  ['caf\u00e9@demo.test', 'CAFE\u0301@demo.test'],
])('%s and %s are one address', (a, b) => {
  expect(emailKey(a)).toBe(emailKey(b));
  expect(emailKey(emailKey(a))).toBe(emailKey(a));
});

test('letters that only look alike are two addresses', () => {
  expect(emailKey('straße@demo.test')).not.toBe(emailKey('strasse@demo.test'));
  expect(emailKey('user@straße.test')).not.toBe(emailKey('user@strasse.test'));
  expect(emailKey('user@βόλος.test')).not.toBe(emailKey('user@βόλοσ.test'));
  expect(emailKey('mıke@demo.test')).not.toBe(emailKey('mike@demo.test'));
  expect(emailKey('аlice@demo.test')).not.toBe(emailKey('alice@demo.test'));
});

test.each([
  ['alice@demo.test', true],
  ['alice+tag@mail.demo.test', true],
  ['ålice@exämple.test', true],
  ['user@xn--bcher-kva.test', true],
  ['user@xn--a.test', false],
  ['user@\u0301a.test', false],
  [`user@${'a'.repeat(64)}.test`, false],
  ['user@a\u200d.test', false],
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

test('a secret token names whom it is for, and is known by its hash', () => {
  const id = newUuid();
  const made = newSecretToken(id, (size) => new Uint8Array(size).fill(7));
  expect(readSecretToken(made.token)).toEqual({ id, hash: made.hash });
  expect(made.hash).not.toContain(made.token);
  expect(readSecretToken(`${made.token}=`)).toBeUndefined();
});

const address = {
  recipient: 'A',
  line1: 'B',
  line2: null,
  city: 'C',
  region: null,
  postalCode: '10115',
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

const book = (count: number, defaultAddressId: string | null) => ({
  addresses: Array.from({ length: count }, (_, n) => ({ id: `${n}`, label: null, address })),
  defaultAddressId,
});
const change = { label: undefined, isDefault: undefined, address };

test('a book has a default as soon as it has an address, and 20 addresses at most', () => {
  expect(withAddress(book(0, null), 'a', { ...change, isDefault: false })).toMatchObject({
    defaultAddressId: 'a',
  });
  expect(withAddress(book(1, '0'), 'a', change)).toMatchObject({ defaultAddressId: '0' });
  expect(withAddress(book(1, '0'), 'a', { ...change, isDefault: true })).toMatchObject({
    defaultAddressId: 'a',
  });
  expect(withAddress(book(20, '0'), 'a', change)).toBe('full');
});

test.each([
  [2, '1', true, '1'],
  [2, '1', false, '0'],
  [2, '0', undefined, '0'],
  [2, '0', false, '1'],
  [1, '0', false, '0'],
])('of %i addresses, number %s set to default %s, the default is %s', (count, id, isDefault, expected) => {
  const before = book(count, id === '1' && isDefault === true ? '0' : id);
  expect(withChangedAddress(before, id, { ...change, isDefault })).toMatchObject({
    defaultAddressId: expected,
  });
});

test('a label that is left out stays, and one that is null goes', () => {
  const labelled = { addresses: [{ id: '0', label: 'Home', address }], defaultAddressId: '0' };
  const labelAfter = (label: string | null | undefined) => {
    const changed = withChangedAddress(labelled, '0', { ...change, label });
    return changed === 'unknown' ? changed : changed.addresses[0]?.label;
  };
  expect([undefined, null, 'Work'].map(labelAfter)).toEqual(['Home', null, 'Work']);
});

test('after the default is gone, the first of the others is it', () => {
  expect(withoutAddress(book(3, '0'), '0')).toMatchObject({ defaultAddressId: '1' });
  expect(withoutAddress(book(3, '2'), '0')).toMatchObject({ defaultAddressId: '2' });
  expect(withoutAddress(book(1, '0'), '0')).toEqual({ addresses: [], defaultAddressId: null });
  expect(withoutAddress(book(1, '0'), '1')).toBe('unknown');
});

test.each([
  ['Ada Ahmadi', 'ada', true],
  ['Bob Bergstr\u00f6m', 'BERGSTROM', true],
  ['Stra\u00dfe', 'strasse', true],
])('the words of %s are those of %s', (text, word, same) => {
  expect(searchWords(text).includes(searchWords(word)[0]!)).toBe(same);
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::ffff:999.0.2.7', null],
  ['unknown', null],
  ['', null],
])('%s is counted as %s', (text, network) => {
  expect(networkOf(text)).toBe(network);
});
