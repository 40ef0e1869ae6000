import { VALIDATE_ORDER } from '../domain/saga.ts';
import { arrangeShipment } from './arrangeShipment.ts';
import { authorizePayment } from './authorizePayment.ts';
import { capturePayment } from './capturePayment.ts';
import { confirmReservation } from './confirmReservation.ts';
import { reserveStock } from './reserveStock.ts';
import type { Step } from './step.ts';

/**
 * The steps in sequence. They follow VALIDATE_ORDER, which is done when the order is created
 * (`checkout/domain/newOrder.ts`).
 */
export const STEPS: readonly Step[] = [
  reserveStock,
  authorizePayment,
  arrangeShipment,
  capturePayment,
  confirmReservation,
];

export const STEP_NAMES: readonly string[] = STEPS.map(({ name }) => name);

const BY_NAME = new Map(STEPS.map((step) => [step.name, step]));

/** @throws Error for a step that has no file, which is a defect. */
export function stepNamed(name: string): Step {
  const step = BY_NAME.get(name);
  if (!step) throw new Error(`There is no step ${name}.`);
  return step;
}

/**
 * Checks that the API can name every step.
 * @param published the values of `SagaStepName` in the SDL.
 * @throws Error naming the steps that only one of the two has.
 */
export function checkStepNames(published: readonly string[]): void {
  const names = [VALIDATE_ORDER, ...STEP_NAMES];
  const different = [
    ...names.filter((name) => !published.includes(name)),
    ...published.filter((name) => !names.includes(name)),
  ];
  if (new Set(names).size < names.length) throw new Error('Two steps have the same name.');
  if (different.length > 0) {
    throw new Error(
      `Steps of steps.ts or of SagaStepName in the SDL, but not of both: ${different.join(', ')}.`,
    );
  }
}
