import type { EventData } from '@holdfast/kit-events/event';
import { html, oneLine } from './html.ts';
import { stockUrl } from './links.ts';
import type { Mail } from './mail.ts';
import { link, page, paragraph, plainText } from './page.ts';

/** What a product is called. */
export interface ProductName {
  readonly sku: string;
  readonly name: string;
}

/**
 * To staff.
 * @param product null when its name is not known here: the event has its id alone.
 */
export function lowStockMail(stock: EventData<'StockLow'>, product: ProductName | null, shop: URL): Mail {
  const { productId, available, reorderThreshold, warehouse } = stock;
  const what = product ? `${oneLine(product.name)} (${oneLine(product.sku)})` : `product ${productId}`;
  const place = `${oneLine(warehouse.name)} (${oneLine(warehouse.code)})`;
  const subject = `Low stock: ${available} left of ${what} in ${place}`;
  const said = `There are ${available} available of ${what} in ${place}; its threshold is ${reorderThreshold}.`;
  const once = 'This is said once: again only after it was well above the threshold in between.';
  const url = stockUrl(shop, productId);
  return {
    subject,
    text: plainText(said, url.href, once),
    html: page(subject, html`${paragraph(html`${said}`)}${paragraph(link(url))}${paragraph(html`${once}`)}`),
  };
}
