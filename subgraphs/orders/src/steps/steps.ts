import type { StepName } from '../domain/saga.ts';
import { arrangeShipment } from './arrangeShipment.ts';
import { authorizePayment } from './authorizePayment.ts';
import { capturePayment } from './capturePayment.ts';
import { confirmReservation } from './confirmReservation.ts';
import { reserveStock } from './reserveStock.ts';
import type { Step } from './step.ts';

/** The steps after VALIDATE_ORDER, which is done when the order is made (`domain/newOrder.ts`). */
const STEPS: readonly Step[] = [
  reserveStock,
  authorizePayment,
  arrangeShipment,
  capturePayment,
  confirmReservation,
];

const BY_NAME = new Map(STEPS.map((step) => [step.name, step]));

/** @throws Error for a step that has no file: a defect. */
export function stepNamed(name: StepName): Step {
  const step = BY_NAME.get(name);
  if (!step) throw new Error(`There is no step ${name}.`);
  return step;
}
