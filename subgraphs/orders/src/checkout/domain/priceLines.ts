/** Prices lines as they are now, in the same way for an order and for a quote. */
import { badUserInput, type Problem } from '@holdfast/kit-base/errors';
import { add, isWithinLimit, type Money, times } from '@holdfast/kit-values/money';
import type { OrderLine, ProductKind } from '../../domain/order.ts';

export interface RequestedLine {
  readonly productId: string;
  readonly quantity: number;
}

/** A product as the products subgraph describes it now. */
export interface ProductNow {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly kind: ProductKind;
  readonly onSale: boolean;
  readonly price: Money;
}

/**
 * Adds the product's name and price to each line.
 * @param requested at least one line, each for a different product.
 * @param at the path of the lines in the client's input.
 * @throws BAD_USER_INPUT with every line whose product is unknown or not in the currency of the first, or
 *   when the total exceeds the largest amount that can be paid.
 */
export function priceLines(
  requested: readonly RequestedLine[],
  products: ReadonlyMap<string, ProductNow>,
  at: readonly string[],
): { lines: OrderLine[]; total: Money } {
  const lines = requested.flatMap((line) => orderLine(line, products.get(line.productId)) ?? []);
  const currency = lines.at(0)?.unitPrice.currency;
  refuse(
    requested.flatMap(({ productId }, n) => {
      const price = products.get(productId)?.price;
      if (price?.currency === currency && price) return [];
      const message = price
        ? 'All products of an order must be priced in the same currency.'
        : 'This product does not exist.';
      return [{ path: [...at, n, 'productId'], message }];
    }),
  );
  const total = lines
    .map(({ unitPrice, quantity }) => times(unitPrice, quantity))
    .reduce((sum, line) => add(sum, line));
  if (!isWithinLimit(total)) refuse([{ path: at, message: 'The total is too large.' }]);
  return { lines, total };
}

function orderLine(
  { productId, quantity }: RequestedLine,
  product: ProductNow | undefined,
): OrderLine | undefined {
  if (!product) return undefined;
  const { sku, name, kind, price } = product;
  return { productId, sku, name, kind, unitPrice: price, quantity };
}

function refuse([first, ...others]: readonly Problem[]): void {
  if (first) throw badUserInput([first, ...others]);
}
