import { expect, test } from 'vitest';
import { makePlan } from './plan/plan.ts';

test('a seed gives the same plan again, another seed another one', () => {
  expect(makePlan(7, 30)).toEqual(makePlan(7, 30));
  expect(makePlan(7, 30)).not.toEqual(makePlan(8, 30));
});

test('a plan has everything in it that can happen, and nothing lasts longer than it', () => {
  const plans = Array.from({ length: 20 }, (_, seed) => makePlan(seed, 60));
  const kinds = new Set(
    plans.flatMap(({ actions, faults }) => [...actions, ...faults].map(({ kind }) => kind)),
  );
  expect([...kinds].toSorted()).toEqual(
    [
      ['cancel', 'checkout', 'deliver', 'refresh', 'ship'],
      ['crash', 'cut', 'delay', 'freeze', 'kill', 'lose', 'pause', 'refuse', 'stall', 'terminate'],
    ]
      .flat()
      .toSorted(),
  );
  for (const { faults, length } of plans) {
    for (const { at, lasts } of faults) expect(at + lasts).toBeLessThanOrEqual(length);
  }
});

test('a thing that is broken is not broken once more before it is mended', () => {
  for (let seed = 0; seed < 20; seed++) {
    const { faults } = makePlan(seed, 60);
    for (const [, of] of Map.groupBy(faults, ({ target }) => target)) {
      for (const [n, { at }] of of.entries()) {
        const before = of[n - 1];
        if (before) expect(at).toBeGreaterThan(before.at + before.lasts);
      }
    }
  }
});
