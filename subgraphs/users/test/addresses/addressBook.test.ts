import { expect, test } from 'vitest';
import {
  addressBook,
  withAddress,
  withChangedAddress,
  withoutAddress,
} from '../../src/addresses/domain/addressBook.ts';
import { buildBook, buildEntry } from '../support/builders.ts';

const entries = (marks: boolean[]) =>
  marks.map((isDefault, n) => ({ entry: buildEntry({ id: `${n}` }), isDefault }));

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

const { address } = buildEntry();
const change = { label: undefined, isDefault: undefined, address };

test('a book with an address has a default, and holds at most 20 addresses', () => {
  expect(withAddress(buildBook(0), 'a', { ...change, isDefault: false })).toMatchObject({
    defaultAddressId: 'a',
  });
  expect(withAddress(buildBook(1), 'a', change)).toMatchObject({ defaultAddressId: '0' });
  expect(withAddress(buildBook(1), 'a', { ...change, isDefault: true })).toMatchObject({
    defaultAddressId: 'a',
  });
  expect(withAddress(buildBook(20), 'a', change)).toBe('full');
});

test.each([
  [2, '1', true, '1'],
  [2, '1', false, '0'],
  [2, '0', undefined, '0'],
  [2, '0', false, '1'],
  [1, '0', false, '0'],
])(
  'of %i addresses, after number %s was set to isDefault %s, the default is %s',
  (count, id, isDefault, expected) => {
    const before = buildBook(count, id === '1' && isDefault === true ? '0' : id);
    expect(withChangedAddress(before, id, { ...change, isDefault })).toMatchObject({
      defaultAddressId: expected,
    });
  },
);

test('an omitted label stays, and a null label is removed', () => {
  const labelled = { addresses: [buildEntry({ label: 'Home' })], defaultAddressId: '0' };
  const labelAfter = (label: string | null | undefined) => {
    const changed = withChangedAddress(labelled, '0', { ...change, label });
    return changed === 'unknown' ? changed : changed.addresses[0]?.label;
  };
  expect([undefined, null, 'Work'].map(labelAfter)).toEqual(['Home', null, 'Work']);
});

test('after the default is removed, the first of the others is the default', () => {
  expect(withoutAddress(buildBook(3), '0')).toMatchObject({ defaultAddressId: '1' });
  expect(withoutAddress(buildBook(3, '2'), '0')).toMatchObject({ defaultAddressId: '2' });
  expect(withoutAddress(buildBook(1), '0')).toEqual({ addresses: [], defaultAddressId: null });
  expect(withoutAddress(buildBook(1), '1')).toBe('unknown');
});
