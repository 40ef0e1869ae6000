/** The ways that an order can go: confirmed, cancelled, and refused at each step. */
import { STEP_NAMES } from '../../../subgraphs/orders/src/saga/steps/steps.ts';
import { BERLIN } from '../../e2e/shop.ts';
import type { FinalStatus } from '../drive/witness.ts';

export interface Scenario {
  readonly name: string;
  readonly ends: FinalStatus;
  /** The code of the rejection that the customer gets; null for none. */
  readonly rejection: string | null;
  /** True when the customer without enough money places the order. */
  readonly isPoor: boolean;
  /** Returns the order's input, except for its key. */
  input(productId: string): object;
}

const input = (quantity: number, more: object = {}) => {
  return (productId: string) => ({ lines: [{ productId, quantity }], shippingAddress: BERLIN, ...more });
};

function refused(
  step: string,
  rejection: string,
  makeInput: Scenario['input'] = input(1),
  isPoor = false,
): Scenario {
  return { name: `${step} refused`, ends: 'REJECTED', rejection, isPoor, input: makeInput };
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

/** @returns the steps that no scenario refuses. A new step needs a scenario. */
export function stepsWithoutScenario(): string[] {
  return STEP_NAMES.filter((step) => !SCENARIOS.some(({ name }) => name === `${step} refused`));
}
