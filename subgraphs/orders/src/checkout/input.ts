import { badUserInput, unauthenticated } from '@holdfast/kit-base/errors';
import type { Identity } from '@holdfast/kit-base/identity';
import { postalAddress } from '@holdfast/kit-values/postalAddress';
import { id, idempotencyKey, integer, money, validate } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import type { PlaceOrderInput } from '../generated/resolvers.ts';
import type { PlaceOrder } from './placeOrder.ts';

const LINES = 'Must have 1 to 100 lines.';

/** The lines of an order or a quote, as a client sends them. Lines for the same product are merged. */
export const orderLines = z
  .array(z.object({ productId: id, quantity: integer(1, 1000) }))
  .min(1, LINES)
  .max(100, LINES)
  .transform((lines) => {
    const sums = new Map<string, number>();
    for (const { productId, quantity } of lines) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
    return [...sums].map(([productId, quantity]) => ({ productId, quantity }));
  });

const placeOrderInput = z.object({
  idempotencyKey,
  lines: orderLines,
  shippingAddressId: id.nullish().transform((value) => value ?? null),
  shippingAddress: postalAddress.nullish().transform((value) => value ?? null),
  expectedTotal: money({ zero: true })
    .nullish()
    .transform((value) => value ?? null),
});

/**
 * Reads the input of `placeOrder`. Lines for the same product are merged.
 * @throws BAD_USER_INPUT with every problem, or UNAUTHENTICATED when no user is signed in.
 */
export function readPlaceOrderInput(input: PlaceOrderInput, { user }: Identity): PlaceOrder {
  if (!user) throw unauthenticated();
  const valid = validate(placeOrderInput, input, ['input']);
  if (valid.shippingAddress && valid.shippingAddressId !== null) {
    const message = 'Give an address or the id of one, not both.';
    throw badUserInput([{ path: ['input', 'shippingAddressId'], message }]);
  }
  return { ...valid, customer: user };
}
