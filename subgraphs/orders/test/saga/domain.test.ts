/** The decisions of the saga: what comes next after each outcome of a step. */
import { describe, expect, test } from 'vitest';
import type { Order } from '../../src/domain/order.ts';
import {
  completeCompensation,
  completeStep,
  endSaga,
  nextAction,
  recordFault,
  refuseStep,
  skipStep,
  startStep,
} from '../../src/saga/domain/saga.ts';
import { STEP_NAMES } from '../../src/saga/steps/steps.ts';
import { buildOrder, buildProduct, NOW } from '../builders.ts';

const rejection = { code: 'OUT_OF_STOCK', message: 'none left', shortages: [] } as const;
const statuses = (order: Order) => order.saga.steps.map(({ status }) => status).join(' ');
const done = (order: Order, ...names: string[]) =>
  names.reduce((current, name) => completeStep(startStep(current, name, NOW), name, {}, NOW), order);

test('the steps run in sequence, and then the order is CONFIRMED', () => {
  let order = buildOrder();
  const seen: string[] = [];
  for (let action = nextAction(order); action.kind === 'run'; action = nextAction(order)) {
    seen.push(action.step);
    order = done(order, action.step);
  }
  expect(seen).toEqual([...STEP_NAMES]);
  expect(endSaga(order, NOW)).toMatchObject({
    status: 'CONFIRMED',
    saga: { status: 'COMPLETED', finishedAt: NOW },
  });
});

test('a fault leaves the step to be retried', () => {
  const started = startStep(buildOrder(), 'RESERVE_STOCK', NOW);
  const order = recordFault(started, 'RESERVE_STOCK', 'timeout', NOW);
  expect(nextAction(order)).toEqual({ kind: 'run', step: 'RESERVE_STOCK' });
  expect(order.saga.steps[1]).toMatchObject({ status: 'RUNNING', attempts: 1, error: 'timeout' });
  expect(startStep(order, 'RESERVE_STOCK', NOW).saga.steps[1]?.attempts).toBe(2);
});

describe('a refusal', () => {
  test.each(STEP_NAMES.map((name, n) => [name, n] as const))(
    'at %s undoes what was done in reverse order, and nothing else',
    (name, n) => {
      const before = STEP_NAMES.slice(0, n);
      const started = startStep(done(buildOrder(), ...before), name, NOW);
      let order = refuseStep(started, name, { rejection }, NOW);
      const undone: string[] = [];
      for (let action = nextAction(order); action.kind === 'compensate'; action = nextAction(order)) {
        undone.push(action.step);
        order = completeCompensation(order, action.step, {}, NOW);
      }
      // The refused step comes first, because an earlier attempt at it may have taken effect.
      expect(undone).toEqual([name, ...before.toReversed()]);
      expect(endSaga(order, NOW)).toMatchObject({
        status: 'REJECTED',
        rejection,
        saga: { status: 'COMPENSATED' },
      });
    },
  );

  test('does not undo a step that was skipped', () => {
    const skipped = skipStep(
      buildOrder({ products: [buildProduct({ kind: 'DIGITAL' })] }),
      'RESERVE_STOCK',
      NOW,
    );
    const started = startStep(skipped, 'AUTHORIZE_PAYMENT', NOW);
    let order = refuseStep(started, 'AUTHORIZE_PAYMENT', { rejection }, NOW);
    expect(nextAction(order)).toEqual({ kind: 'compensate', step: 'AUTHORIZE_PAYMENT' });
    order = completeCompensation(order, 'AUTHORIZE_PAYMENT', {}, NOW);
    expect(nextAction(order)).toEqual({ kind: 'end' });
    expect(statuses(order)).toBe('COMPLETED SKIPPED FAILED PENDING PENDING PENDING');
  });
});

test('an order that has ended does not change any more', () => {
  const order = endSaga(done(buildOrder(), ...STEP_NAMES), NOW);
  expect(nextAction(order)).toEqual({ kind: 'end' });
  expect(endSaga(order, new Date(0))).toBe(order);
});
