import { expect, test } from 'vitest';
import { BoundedMap } from '../src/boundedMap.ts';

test('the least recently used entry is evicted', () => {
  const map = new BoundedMap<string, number>({ entries: 2 });
  map.set('a', 1);
  map.set('b', 2);
  expect(map.get('a')).toBe(1);
  map.set('c', 3);
  expect(map.get('b')).toBeUndefined();
  map.set('a', 4);
  map.set('d', 5);
  expect([map.get('a'), map.get('c'), map.get('d'), map.size]).toEqual([4, undefined, 5, 2]);
});

test('entries are evicted until their total size fits; a value that never fits is not kept', () => {
  const map = new BoundedMap<string, string>({ entries: 10, size: 5, sizeOf: (text) => text.length });
  map.set('a', '12');
  map.set('b', '123');
  map.set('c', '1');
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, '123', '1']);
  map.set('b', '12');
  map.set('d', '12');
  expect(map.size).toBe(3);
  map.set('e', '123456');
  expect([map.get('e'), map.size]).toEqual([undefined, 3]);
});

test('a value that does not fit removes the one that it should replace', () => {
  const map = new BoundedMap<string, string>({ entries: 10, size: 2, sizeOf: (text) => text.length });
  map.set('a', '1');
  map.set('a', '123');
  expect(map.get('a')).toBeUndefined();
});

test('deleted and cleared entries free their size', () => {
  const map = new BoundedMap<string, string>({ entries: 10, size: 2, sizeOf: (text) => text.length });
  map.set('a', '12');
  map.delete('a');
  map.set('b', '12');
  expect(map.get('b')).toBe('12');
  map.clear();
  map.set('c', '12');
  expect([map.get('b'), map.get('c')]).toEqual([undefined, '12']);
});
