/** The layout of every mail about an order: greeting, news, lines, total and link. */
import type { EventData } from '@holdfast/kit-events/event';
import { formatMoney, type MoneyText, parseMoney, times } from '@holdfast/kit-values/money';
import { amountOf } from './format.ts';
import { type Html, html, oneLine } from './html.ts';
import { orderUrl } from './links.ts';
import type { Mail } from './mail.ts';
import { link, page, paragraph, plainText } from './page.ts';

type Order = EventData<'OrderPlaced'>;
type Line = Order['lines'][number];

/** The text between greeting and lines. It may come from outside: each paragraph is escaped and made one line. */
export interface OrderNews {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

export function orderMail(order: Order, shop: URL, { subject, paragraphs }: OrderNews): Mail {
  const name = order.customer.name;
  const hello = name === null ? 'Hello,' : `Hello ${oneLine(name)},`;
  const news = paragraphs.map(oneLine);
  const url = orderUrl(shop, order.orderId);
  return {
    subject,
    text: plainText(hello, ...news, linesAsText(order), `Your order: ${url.href}`),
    html: page(
      subject,
      html`${[hello, ...news].map((each) => paragraph(html`${each}`))}${linesAsTable(order)}${paragraph(
        html`Your order: ${link(url)}`,
      )}`,
    ),
  };
}

function linesAsText({ lines, total }: Order): string {
  const rows = lines.map(
    (line) =>
      `${line.quantity} x ${oneLine(line.name)} (${oneLine(line.sku)}) at ${amountOf(line.unitPrice)}: ${amountOf(totalOf(line))}`,
  );
  return [...rows, `Total: ${amountOf(total)}`].join('\n');
}

const CELL = 'padding:6px 8px 6px 0;border-bottom:1px solid #8884;vertical-align:top';
const NUMBER = `${CELL};text-align:right;white-space:nowrap`;

function linesAsTable({ lines, total }: Order): Html {
  const rows = lines.map(
    (line) => html`<tr>
<td style="${CELL}">${line.name}<br><span style="font-size:13px;opacity:0.7">${line.sku}</span></td>
<td style="${NUMBER}">${line.quantity} × ${amountOf(line.unitPrice)}</td>
<td style="${NUMBER}">${amountOf(totalOf(line))}</td>
</tr>
`,
  );
  return html`<table style="width:100%;border-collapse:collapse;margin:0 0 16px">
${rows}<tr>
<td style="${CELL};font-weight:bold" colspan="2">Total</td>
<td style="${NUMBER};font-weight:bold">${amountOf(total)}</td>
</tr>
</table>
`;
}

/** @throws Error for an invalid price, which makes the event invalid. */
function totalOf({ unitPrice, quantity }: Line): MoneyText {
  const price = parseMoney(unitPrice);
  if (typeof price === 'string') throw new Error(`${unitPrice.amount} ${unitPrice.currency}: ${price}`);
  return formatMoney(times(price, quantity));
}
