import { badUserInput, unauthenticated } from '@holdfast/kit-base/errors';
import type { Identity } from '@holdfast/kit-base/identity';
import { postalAddress } from '@holdfast/kit-values/postalAddress';
import { id, idempotencyKey, money, validate } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import type { PlaceOrderInput } from './generated/resolvers.ts';
import { orderLines } from './orderLines.ts';
import type { PlaceOrder } from './placeOrder.ts';

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
 * Reads what a client sent. Lines of one product are added up.
 * @throws BAD_USER_INPUT with every problem; UNAUTHENTICATED when nobody is signed in.
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
