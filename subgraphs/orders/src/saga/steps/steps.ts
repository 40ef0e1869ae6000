import { VALIDATE_ORDER } from '../../domain/saga.ts';
import { arrangeShipment } from './arrangeShipment.ts';
import { authorizePayment } from './authorizePayment.ts';
import { capturePayment } from './capturePayment.ts';
import { confirmReservation } from './confirmReservation.ts';
import { reserveStock } from './reserveStock.ts';
import type { Step } from './step.ts';

/** The steps after VALIDATE_ORDER, which is done when the order is made (`domain/newOrder.ts`), in their sequence. */
export const STEPS: readonly Step[] = [
  reserveStock,
  authorizePayment,
  arrangeShipment,
  capturePayment,
  confirmReservation,
];

export const STEP_NAMES: readonly string[] = STEPS.map(({ name }) => name);

const BY_NAME = new Map(STEPS.map((step) => [step.name, step]));

/** @throws Error for a step that has no file: a defect. */
export function stepNamed(name: string): Step {
  const step = BY_NAME.get(name);
  if (!step) throw new Error(`There is no step ${name}.`);
  return step;
}

/**
 * Sees to it that clients can be told of every step.
 * @param published the values of the SDL's `SagaStepName`.
 * @throws Error naming the steps that stand in one of the two only.
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
