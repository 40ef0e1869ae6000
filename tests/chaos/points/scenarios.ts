/** The ways that an order can go: through, refused at each step, and cancelled. */
import { STEP_NAMES } from '../../../subgraphs/orders/src/saga/steps/steps.ts';
import { BERLIN } from '../../e2e/shop.ts';
import type { Told } from '../drive/witness.ts';

export interface Scenario {
  readonly name: string;
  readonly ends: Told;
  /** What the customer is told then. */
  readonly rejection: string | null;
  /** Which customer, and the order's input but for its key. */
  readonly isPoor: boolean;
  input(productId: string): object;
}

const input = (quantity: number, more: object = {}) => {
  return (productId: string) => ({ lines: [{ productId, quantity }], shippingAddress: BERLIN, ...more });
};

function refused(
  step: string,
  rejection: string,
  of: Scenario['input'] = input(1),
  isPoor = false,
): Scenario {
  return { name: `${step} refused`, ends: 'REJECTED', rejection, isPoor, input: of };
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'confirmed', ends: 'CONFIRMED', rejection: null, isPoor: false, input: input(1) },
  { name: 'cancelled', ends: 'CANCELLED', rejection: null, isPoor: false, input: input(1) },
  refused(
    'VALIDATE_ORDER',
    'PRICE_CHANGED',
    input(1, { expectedTotal: { amount: '1.00', currency: 'USD' } }),
  ),
  refused('RESERVE_STOCK', 'OUT_OF_STOCK', input(900)),
  refused('AUTHORIZE_PAYMENT', 'PAYMENT_DECLINED', input(1), true),
  refused('ARRANGE_SHIPMENT', 'UNDELIVERABLE', input(1, { shippingAddress: { ...BERLIN, country: 'AQ' } })),
  refused('CAPTURE_PAYMENT', 'PAYMENT_DECLINED'),
  refused('CONFIRM_RESERVATION', 'OUT_OF_STOCK'),
];

/** @returns the steps that no scenario refuses: one that was added needs one. */
export function stepsWithoutScenario(): string[] {
  return STEP_NAMES.filter((step) => !SCENARIOS.some(({ name }) => name === `${step} refused`));
}
