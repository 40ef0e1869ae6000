import { VALIDATE_ORDER } from '../domain/saga.ts';
import { arrangeShipment } from './arrangeShipment.ts';
import { authorizePayment } from './authorizePayment.ts';
import { capturePayment } from './capturePayment.ts';
import { confirmReservation } from './confirmReservation.ts';
import { reserveStock } from './reserveStock.ts';
import type { Step } from './step.ts';

/**
 * The stages in sequence. They follow VALIDATE_ORDER, which is done when the order is created
 * (`checkout/domain/newOrder.ts`). The steps of one stage run side by side: none needs what another one does,
 * and a refusal of one undoes the others. Stock is reserved first and alone, so that a buyer who comes too late
 * costs nothing more; money is taken and units are sold once everything else is done.
 */
export const STAGES: readonly (readonly Step[])[] = [
  [reserveStock],
  [authorizePayment],
  [arrangeShipment],
  [capturePayment, confirmReservation],
];

export const STEPS: readonly Step[] = STAGES.flat();

export const STEP_NAMES: readonly string[] = STEPS.map(({ name }) => name);

const BY_NAME = new Map(STEPS.map((step) => [step.name, step]));

/** @throws Error for a step that has no file, which is a defect. */
export function stepNamed(name: string): Step {
  const step = BY_NAME.get(name);
  if (!step) throw new Error(`There is no step ${name}.`);
  return step;
}

/** Returns the steps of a step's stage, the step itself included. */
export function stageOf(name: string): readonly Step[] {
  const stage = STAGES.find((steps) => steps.some((step) => step.name === name)) ?? [];
  return stage.map((step) => stepNamed(step.name));
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
