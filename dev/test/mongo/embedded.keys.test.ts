import { expect, test } from 'vitest';
import { compareValues } from '../../src/mongo/bson/compare.ts';
import { encodeKey, encodeValue, successor } from '../../src/mongo/storage/keyEncoding.ts';
import { show } from '../../src/mongo/storage/show.ts';
import { describeEmbedded } from './embedded.ts';
import { randomValue, seeded } from './random.ts';

describeEmbedded('index keys', () => {
  test('have bytes in BSON order: 40,000 random pairs', () => {
    const random = seeded(1);
    for (let i = 0; i < 40_000; i++) {
      const [a, b] = [randomValue(random), randomValue(random)];
      const byBytes = Math.sign(Buffer.compare(encodeValue(a), encodeValue(b)));
      if (byBytes !== compareValues(a, b))
        expect.fail(`${show(a)} and ${show(b)}: ${byBytes} by bytes, ${compareValues(a, b)} by value`);
    }
  });

  test('keep that order when compound, each component in its direction', () => {
    const random = seeded(2);
    for (let i = 0; i < 20_000; i++) {
      const directions = [random.pick([1, -1] as const), random.pick([1, -1] as const)];
      const a = [randomValue(random, 1), randomValue(random, 1)];
      const b = [random.next() < 0.5 ? a[0] : randomValue(random, 1), randomValue(random, 1)];
      const expected =
        compareValues(a[0], b[0]) * (directions[0] ?? 1) || compareValues(a[1], b[1]) * (directions[1] ?? 1);
      const byBytes = Math.sign(Buffer.compare(encodeKey(a, directions), encodeKey(b, directions)));
      if (byBytes !== expected && byBytes - expected !== 0)
        expect.fail(`${show(a)} and ${show(b)} in ${directions}`);
    }
  });

  test('compare in a total order: transitive over random triples', () => {
    const random = seeded(3);
    for (let i = 0; i < 20_000; i++) {
      // Wrapped in objects, because sorting an array puts `undefined` last without comparing it.
      const values = Array.from({ length: 3 }, () => ({ value: randomValue(random) }));
      const [a, b, c] = values.toSorted((x, y) => compareValues(x.value, y.value)).map(({ value }) => value);
      expect(compareValues(a, c)).toBeLessThanOrEqual(0);
      expect(compareValues(b, c)).toBeLessThanOrEqual(0);
    }
  });

  test('have a successor above every key with the same prefix and below the next key', () => {
    const bytes = Buffer.of(1, 2, 0xff);
    expect(successor(bytes)).toEqual(Buffer.of(1, 3));
    expect(Buffer.compare(successor(bytes), Buffer.of(1, 2, 0xff, 0xff, 0xff))).toBe(1);
  });
});
