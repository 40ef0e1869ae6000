import { id, validate } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import type { OrderStatus } from '../domain/order.ts';
import type { OrderFilter } from '../generated/resolvers.ts';
import type { OrderListFilter } from './queries.ts';

/** GraphQL has already parsed the statuses and the times. */
const shape = {
  status: z.array(z.custom<OrderStatus>()).min(1, 'Name a status, or leave it out.').nullish(),
  placedFrom: z.date().nullish(),
  placedTo: z.date().nullish(),
};

/**
 * Reads the filter of a list of orders.
 * @param customerId the only customer whose orders the list may have; null for all customers.
 * @throws BAD_USER_INPUT with every problem. Naming a user other than `customerId` is one.
 */
export function readOrderFilter(
  filter: OrderFilter | null | undefined,
  customerId: string | null,
): OrderListFilter {
  const userId = id.refine(
    (value) => customerId === null || value === customerId,
    'These are the orders of another user.',
  );
  const schema = z.object({ ...shape, userId: userId.nullish() }).refine(
    ({ placedFrom, placedTo }) => !placedFrom || !placedTo || placedFrom <= placedTo,
    // `when`: this is also checked when another field is invalid, so that all problems are reported at once.
    { path: ['placedTo'], message: 'Must not be before placedFrom.', when: () => true },
  );
  const valid = validate(schema, filter ?? {}, ['filter']);
  return {
    customerId: customerId ?? valid.userId ?? null,
    statuses: valid.status ? [...new Set(valid.status)] : null,
    placedFrom: valid.placedFrom ?? null,
    placedTo: valid.placedTo ?? null,
  };
}
