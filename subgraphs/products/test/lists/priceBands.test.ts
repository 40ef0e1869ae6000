import { expect, test } from 'vitest';
import { bandKeysFor, bandKeysOf } from '../../src/lists/domain/priceBands.ts';

const prices = Array.from({ length: 400 }, (_, n) => BigInt(Math.round(1.07 ** n))).filter(
  (p) => p < 10n ** 13n,
);

test('few bands cover a range, and a price in it is in exactly one of them', () => {
  for (const minPrice of [undefined, 0n, 1n, 999n, 20_000n, 10n ** 12n]) {
    for (const maxPrice of [undefined, 1n, 20_100n, 50_000n, 10n ** 13n - 1n]) {
      const bands = bandKeysFor({ minPrice, maxPrice });
      expect(bands.length).toBeLessThanOrEqual(31);
      expect(new Set(bands).size).toBe(bands.length);
      for (const price of prices) {
        const inside = price >= (minPrice ?? 0n) && price <= (maxPrice ?? price);
        const shared = bandKeysOf(price).filter((key) => bands.includes(key)).length;
        expect(shared, `${price} in ${minPrice} to ${maxPrice}`).toBeLessThanOrEqual(1);
        if (inside) expect(shared, `${price} in ${minPrice} to ${maxPrice}`).toBe(1);
      }
    }
  }
});
