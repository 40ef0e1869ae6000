import type { EventData } from '@holdfast/kit/events/event';
import { html, oneLine } from './html.ts';
import { stockUrl } from './links.ts';
import type { Mail } from './mail.ts';
import { link, page, paragraph, plainText } from './page.ts';

/** To staff. The event names the product by its id alone: what it is called is the catalogue's. */
export function lowStockMail(stock: EventData<'StockLow'>, shop: URL): Mail {
  const { productId, available, reorderThreshold, warehouse } = stock;
  const place = `${oneLine(warehouse.name)} (${oneLine(warehouse.code)})`;
  const subject = `Stock is low in ${place}: ${available} left`;
  const said = `Product ${productId} has ${available} units available in ${place}; its threshold is ${reorderThreshold}.`;
  const once = 'This is said once: again only after it was above the threshold in between.';
  const url = stockUrl(shop, productId);
  return {
    subject,
    text: plainText(said, url.href, once),
    html: page(subject, html`${paragraph(html`${said}`)}${paragraph(link(url))}${paragraph(html`${once}`)}`),
  };
}
