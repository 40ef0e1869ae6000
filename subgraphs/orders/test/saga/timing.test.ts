/**
 * The times of a saga: no call has more time than is left, and the service does not start with times that do
 * not fit.
 */
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import { expect, test } from 'vitest';
import { placeOrder } from '../../src/checkout/placeOrder.ts';
import type { Dependencies } from '../../src/context.ts';
import { STEP_RETRIES, waitToRetry } from '../../src/saga/retry.ts';
import { STEPS } from '../../src/saga/steps/steps.ts';
import { checkTimes, LEASE } from '../../src/saga/timing.ts';
import { buildPlaceOrder } from '../builders.ts';
import { testWorld } from '../support/world.ts';

test('each call of a step has the time that is left when it starts', async () => {
  await using world = await testWorld();
  const began = world.now;
  const requestTimeout = 5_000;
  const given: { operation: string; timeout: number; left: number }[] = [];
  const slow = ({ call }: ServiceClient): ServiceClient => ({
    call: async (document, variables, options) => {
      const { timeout } = options;
      const before = world.calls.length;
      const answering = call(document, variables, options);
      const operation = world.calls[before] ?? '';
      given.push({ operation, timeout, left: began + requestTimeout - world.now });
      // Each takes nearly the whole timeout of a call.
      if (['ConfirmReservation', 'RenewReservation'].includes(operation)) world.now += 1_900;
      return answering;
    },
    end: async () => {},
  });
  let confirmations = 0;
  world.onCall = (operation) => {
    if (operation === 'ConfirmReservation' && confirmations++ === 0) world.expire();
  };
  const { inventory } = world.deps.services;
  const services = { ...world.deps.services, inventory: slow(inventory) };
  await placeOrder({ ...world.deps, services, requestTimeout }, buildPlaceOrder());
  expect(confirmations).toBeGreaterThan(0);
  expect(given.map(({ operation }) => operation)).toContain('RenewReservation');
  for (const { operation, timeout, left } of given) {
    expect(timeout, operation).toBeLessThanOrEqual(Math.max(1, left));
  }
});

/** A carrier that never answers. */
const silent: Dependencies['carrier'] = {
  arrange: () => new Promise(() => {}),
  cancel: () => new Promise(() => {}),
};

test('a carrier that never answers is a fault after the timeout of the step', async () => {
  await using world = await testWorld();
  const deps = { ...world.deps, carrier: silent, requestTimeout: 60 };
  const { order } = await placeOrder(deps, buildPlaceOrder());
  expect(order.status).toBe('PENDING');
  expect(order.saga.steps.find(({ name }) => name === 'ARRANGE_SHIPMENT')).toMatchObject({
    status: 'RUNNING',
    error: 'The carrier service did not answer in time.',
  });
});

const giveUpAfter = { step: 180_000, compensation: 300_000 };

test('the times of the service fit together', () => {
  expect(() => checkTimes({ lease: LEASE, giveUpAfter, steps: STEPS })).not.toThrow();
});

test('times that do not fit are all named, in one line', () => {
  const wrong = { lease: 8_000, giveUpAfter: { step: 10_000, compensation: 18_000 }, steps: STEPS };
  expect(() => checkTimes(wrong)).toThrow(
    /^The times of the saga do not fit: an attempt at CONFIRM_RESERVATION may take 9000 ms, longer than the lease of 8000 ms; STEP_PATIENCE of 10000 ms is not above .*; COMPENSATION_PATIENCE of 18000 ms is not above .*\.$/,
  );
});

test.each([0, -1, Number.NaN])('a time of %d is refused', (time) => {
  const retries = { callTimeout: time, firstBackoff: time, longestBackoff: time };
  const steps = [{ name: 'CAPTURE_PAYMENT', maxCalls: 1, retries }];
  const wrong = { lease: LEASE, giveUpAfter, steps };
  expect(() => checkTimes(wrong)).toThrow(
    `callTimeout of CAPTURE_PAYMENT is ${time}, which is not above zero; firstBackoff of CAPTURE_PAYMENT is ${time}, which is not above zero; longestBackoff of CAPTURE_PAYMENT is ${time}, which is not above zero`,
  );
  expect(() =>
    checkTimes({ lease: LEASE, giveUpAfter: { step: time, compensation: time }, steps: [] }),
  ).toThrow(
    `STEP_PATIENCE is ${time}, which is not above zero; COMPENSATION_PATIENCE is ${time}, which is not above zero`,
  );
  expect(() => checkTimes({ lease: time, giveUpAfter, steps: [] })).toThrow(`lease is ${time},`);
});

test('a step that makes more calls than its maximum is a defect', async () => {
  await using world = await testWorld();
  const reading = ({ call }: ServiceClient): ServiceClient => ({
    call: (document, variables, options) => {
      for (let n = 0; n < 4; n++) void options.timeout;
      return call(document, variables, options);
    },
    end: async () => {},
  });
  const services = { ...world.deps.services, payments: reading(world.deps.services.payments) };
  const { order } = await placeOrder({ ...world.deps, services }, buildPlaceOrder());
  expect(order.saga.steps.find(({ name }) => name === 'AUTHORIZE_PAYMENT')).toMatchObject({
    status: 'RUNNING',
    error: 'Internal server error',
  });
});

test.each([
  ['fails at once', 0, 24],
  ['takes its full time', STEP_RETRIES.callTimeout, 5],
])('a step whose call %s is tried as often within 10 s as retry.ts says', async (_, takes, attempts) => {
  let now = 0;
  const world = {
    clock: () => new Date(now),
    random: () => 0.5,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  let made = 0;
  do {
    made++;
    now += takes;
  } while (await waitToRetry(world, STEP_RETRIES, made, 10_000));
  expect(made).toBe(attempts);
});
