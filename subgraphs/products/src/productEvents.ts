import { isDeepStrictEqual } from 'node:util';
import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { type Event, type EventData, newEvent } from '@holdfast/kit-events/event';
import { formatMoney } from '@holdfast/kit-values/money';
import type { Product } from './domain/product.ts';

export type Making = { readonly clock: Clock; readonly newId: NewId };

/** @param by the user who did it; null for this service. */
export function createdEvent(product: Product, by: string | null, making: Making): Event {
  return newEvent(
    'ProductCreated',
    { ...dataOf(product, by), before: null, after: auditedOf(product) },
    making,
  );
}

/** The one event of a change: one that archives and does more is told as archiving. */
export function changedEvent(before: Product, after: Product, by: string | null, making: Making): Event {
  const data = { ...dataOf(after, by), ...differenceOf(before, after) };
  if (after.status === 'ARCHIVED' && before.status !== 'ARCHIVED') {
    return newEvent('ProductArchived', data, making);
  }
  if (before.price.minor === after.price.minor && before.price.currency === after.price.currency) {
    return newEvent('ProductUpdated', data, making);
  }
  return newEvent('PriceChanged', { ...data, previousPrice: formatMoney(before.price) }, making);
}

/** How a product is, for the audit trail. */
function auditedOf(product: Product): Record<string, unknown> {
  const { sku, name, kind, status, description, categoryId, sellerId, imageUrl } = product;
  return {
    ...{ sku, name, kind, status, description, categoryId, sellerId, imageUrl },
    price: formatMoney(product.price),
  };
}

/** What changed of it. Attributes may have any names: that they changed is all that is told. */
function differenceOf(before: Product, after: Product) {
  const [was, is] = [auditedOf(before), auditedOf(after)];
  const changed = Object.keys(is).filter((field) => !isDeepStrictEqual(was[field], is[field]));
  const only = (values: Record<string, unknown>) =>
    Object.fromEntries(changed.map((field) => [field, values[field]]));
  const attributes = isDeepStrictEqual(before.attributes, after.attributes)
    ? {}
    : { changed: ['attributes'] };
  return { before: only(was), after: { ...only(is), ...attributes } };
}

function dataOf(product: Product, by: string | null): EventData<'ProductCreated'> {
  const { id: productId, sku, name, kind, status, categoryId, sellerId, version } = product;
  const price = formatMoney(product.price);
  return {
    ...{ productId, sku, name, kind, status, price },
    ...{ categoryId, sellerId, version, actor: by ?? 'products' },
  };
}
