import type { Clock, NewId } from '@holdfast/kit/clock';
import { type Event, type EventData, newEvent } from '@holdfast/kit/events/event';
import { formatMoney } from '@holdfast/kit/money';
import type { Product } from './domain/product.ts';

export type Making = { readonly clock: Clock; readonly newId: NewId };

/** @param by the user who did it; null for this service. */
export function createdEvent(product: Product, by: string | null, making: Making): Event {
  return newEvent('ProductCreated', dataOf(product, by), making);
}

/** The one event of a change: one that archives and does more is told as archiving. */
export function changedEvent(before: Product, after: Product, by: string | null, making: Making): Event {
  const data = dataOf(after, by);
  if (after.status === 'ARCHIVED' && before.status !== 'ARCHIVED') {
    return newEvent('ProductArchived', data, making);
  }
  if (before.price.minor === after.price.minor && before.price.currency === after.price.currency) {
    return newEvent('ProductUpdated', data, making);
  }
  return newEvent('PriceChanged', { ...data, previousPrice: formatMoney(before.price) }, making);
}

function dataOf(product: Product, by: string | null): EventData<'ProductCreated'> {
  const { id: productId, sku, name, kind, status, categoryId, sellerId, version } = product;
  const price = formatMoney(product.price);
  return {
    ...{ productId, sku, name, kind, status, price },
    ...{ categoryId, sellerId, version, actor: by ?? 'products' },
  };
}
