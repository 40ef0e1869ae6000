import { expect, test } from 'vitest';
import { makePlan } from './plan/plan.ts';

test('the same seed makes the same plan, another seed another plan', () => {
  expect(makePlan(7, 30)).toEqual(makePlan(7, 30));
  expect(makePlan(7, 30)).not.toEqual(makePlan(8, 30));
});

test('plans contain every kind of action and fault, and no fault outlasts its plan', () => {
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

test('a target is not broken again before it is repaired', () => {
  for (let seed = 0; seed < 20; seed++) {
    const { faults } = makePlan(seed, 60);
    for (const [, own] of Map.groupBy(faults, ({ target }) => target)) {
      for (const [n, { at }] of own.entries()) {
        const before = own[n - 1];
        if (before) expect(at).toBeGreaterThan(before.at + before.lasts);
      }
    }
  }
});
