/** Decides what lines would cost, and whether they can be ordered now. A quote reserves nothing. */
import type { Money } from '@holdfast/kit-values/money';
import type { OrderLine } from '../../domain/order.ts';
import { type ProductNow, priceLines, type RequestedLine } from './priceLines.ts';

export interface QuoteLine extends OrderLine {
  /** The units that can be reserved now; null for DIGITAL. */
  readonly available: number | null;
  /** True when the product is on sale and the requested units are available. */
  readonly orderable: boolean;
}

export interface Quote {
  readonly lines: readonly QuoteLine[];
  readonly total: Money;
  /** True when every line is orderable. */
  readonly orderable: boolean;
}

/**
 * @param requested at least one line, each for a different product.
 * @param available units by product id; a product that is missing has none.
 * @throws BAD_USER_INPUT as `priceLines` does.
 */
export function makeQuote(
  requested: readonly RequestedLine[],
  products: ReadonlyMap<string, ProductNow>,
  available: ReadonlyMap<string, number>,
): Quote {
  const { lines, total } = priceLines(requested, products, ['lines']);
  const quoted = lines.map((line): QuoteLine => {
    const units = line.kind === 'DIGITAL' ? null : (available.get(line.productId) ?? 0);
    const onSale = products.get(line.productId)?.onSale === true;
    return { ...line, available: units, orderable: onSale && (units === null || units >= line.quantity) };
  });
  return { lines: quoted, total, orderable: quoted.every(({ orderable }) => orderable) };
}
