import { isDeepStrictEqual } from 'node:util';
import { type Event, type EventData, type EventStamp, newEvent } from '@holdfast/kit-events/event';
import { formatMoney, type MoneyText } from '@holdfast/kit-values/money';
import type { Product } from '../domain/product.ts';

/** @param by the user who made the change; null for this service. */
export function createdEvent(product: Product, by: string | null, stamp: EventStamp): Event {
  return newEvent(
    'ProductCreated',
    { ...dataOf(product, by), before: null, after: auditedOf(product) },
    stamp,
  );
}

/**
 * Returns the single event of a change. A change that archives the product and does more is reported as
 * archiving.
 */
export function changedEvent(before: Product, after: Product, by: string | null, stamp: EventStamp): Event {
  const data = { ...dataOf(after, by), ...differenceOf(before, after) };
  if (after.status === 'ARCHIVED' && before.status !== 'ARCHIVED') {
    return newEvent('ProductArchived', data, stamp);
  }
  if (before.price.minor === after.price.minor && before.price.currency === after.price.currency) {
    return newEvent('ProductUpdated', data, stamp);
  }
  return newEvent('PriceChanged', { ...data, previousPrice: formatMoney(before.price) }, stamp);
}

type Audited = Readonly<Record<string, string | number | boolean | null | MoneyText>>;

/**
 * Returns what the audit trail keeps of a product: all content but the attributes, which may have any names.
 */
function auditedOf(product: Product): Audited {
  const { id, slug, attributes, inStock, version, createdAt, updatedAt, price, ...content } = product;
  return { ...content, price: formatMoney(price) };
}

/**
 * Returns the changed fields before and after. Of the attributes, only the fact that they changed is
 * reported.
 */
function differenceOf(before: Product, after: Product) {
  const [was, is] = [auditedOf(before), auditedOf(after)];
  const changed = Object.keys(is).filter((field) => !isDeepStrictEqual(was[field], is[field]));
  const only = (values: Audited) => Object.fromEntries(changed.map((field) => [field, values[field]]));
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
