import type { Event } from '@holdfast/kit-events/event';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { saveProduct } from './queries/products.ts';

/** The events that carry a product's name. */
export const NAMING = ['ProductCreated', 'ProductUpdated'] as const;

/** Saves a product's name for mails about its stock. @returns false for an event of another kind. */
export async function rememberProduct(database: Queryable, event: Event): Promise<boolean> {
  switch (event.type) {
    case 'holdfast.ProductCreated.v1':
    case 'holdfast.ProductUpdated.v1':
      await saveProduct(database, event.data);
      return true;
    default:
      return false;
  }
}
