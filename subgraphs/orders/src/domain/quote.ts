/** What lines would cost, and whether they can be had now: nothing is held. */
import type { Money } from '@holdfast/kit-values/money';
import type { OrderLine } from './order.ts';
import { type ProductNow, priceLines, type RequestedLine } from './priceLines.ts';

export interface QuoteLine extends OrderLine {
  /** Units that can be reserved now; null for DIGITAL. */
  readonly available: number | null;
  /** On sale, and as many as are asked for. */
  readonly orderable: boolean;
}

export interface Quote {
  readonly lines: readonly QuoteLine[];
  readonly total: Money;
  /** Whether each line is. */
  readonly orderable: boolean;
}

/**
 * @param requested one line at least, each of another product.
 * @param available units by product id; none for a product that is not there.
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
