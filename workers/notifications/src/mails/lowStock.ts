import type { EventData } from '@holdfast/kit-events/event';
import { html, oneLine } from './html.ts';
import { stockUrl } from './links.ts';
import type { Mail } from './mail.ts';
import { link, page, paragraph, plainText } from './page.ts';

export interface ProductName {
  readonly sku: string;
  readonly name: string;
}

/**
 * Builds the mail to the staff about low stock.
 * @param product null when this worker does not know its name: the event has only its id.
 */
export function lowStockMail(stock: EventData<'StockLow'>, product: ProductName | null, shop: URL): Mail {
  const { productId, available, reorderThreshold, warehouse } = stock;
  const what = product ? `${oneLine(product.name)} (${oneLine(product.sku)})` : `product ${productId}`;
  const place = `${oneLine(warehouse.name)} (${oneLine(warehouse.code)})`;
  const subject = `Low stock: ${available} left of ${what} in ${place}`;
  const level = `Available units of ${what} in ${place}: ${available}. Reorder threshold: ${reorderThreshold}.`;
  const once = 'This is the only mail until the stock has been well above the threshold again.';
  const url = stockUrl(shop, productId);
  return {
    subject,
    text: plainText(level, url.href, once),
    html: page(subject, html`${paragraph(html`${level}`)}${paragraph(link(url))}${paragraph(html`${once}`)}`),
  };
}
