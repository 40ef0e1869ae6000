/** The content of each mail, in text and in HTML. */

import { newUuid } from '@holdfast/kit-base/ids';
import { newEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { decideMail } from '../../src/decideMail.ts';
import { html, oneLine } from '../../src/mails/html.ts';
import { lowStockMail } from '../../src/mails/lowStock.ts';
import {
  orderCancelledMail,
  orderConfirmedMail,
  orderRejectedMail,
  orderShippedMail,
} from '../../src/mails/orders.ts';
import { passwordResetMail } from '../../src/mails/passwordReset.ts';
import { verificationMail } from '../../src/mails/verification.ts';
import { buildLowStock, buildMailedToken, buildOrder, EVIL, EVIL_ESCAPED, SHOP } from '../builders.ts';

/** Returns what a reader of the HTML sees, in one line. */
function readable(markup: string): string {
  return markup
    .replace(/<(style|title)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

/** Expects both forms to contain these parts. */
function expectBoth(mail: { text: string; html: string }, ...parts: readonly string[]): void {
  for (const part of parts) {
    expect(mail.text.replace(/\s+/g, ' ')).toContain(part);
    expect(readable(mail.html)).toContain(part);
  }
}

/** Returns the links of the HTML as a mail program follows them. */
function hrefs(markup: string): string[] {
  return [...markup.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'));
}

test('verification: link, code and expiry; no name, which a stranger may have chosen', () => {
  const mail = verificationMail(buildMailedToken(), SHOP);
  const url = 'https://shop.example/verify-email#token=AZ-token_09';
  expect(mail.subject).toBe('Confirm your e-mail address');
  expectBoth(mail, 'To confirm that it is yours', url, 'Or enter this code: AZ-token_09');
  expectBoth(mail, 'work once, until 2 January 2999 at 13:14 UTC.', 'ignore this e-mail');
  expect(hrefs(mail.html)).toEqual([url]);
  for (const form of [mail.text, mail.html, mail.subject]) expect(form).not.toContain('Eve');
});

test('password reset: link, code and expiry; no name', () => {
  const mail = passwordResetMail(buildMailedToken(), new URL('https://shop.example/en/'));
  const url = 'https://shop.example/en/reset-password#token=AZ-token_09';
  expect(mail.subject).toBe('Choose a new password');
  expectBoth(mail, 'Someone requested a new password', url, 'Or enter this code: AZ-token_09');
  expectBoth(mail, 'work once, until 2 January 2999 at 13:14 UTC.', 'the password stays the same');
  expect(hrefs(mail.html)).toEqual([url]);
  for (const form of [mail.text, mail.html, mail.subject]) expect(form).not.toContain('Eve');
});

test('order confirmed: greeting, number, each line and the total', () => {
  const data = buildOrder();
  const mail = orderConfirmedMail(data, SHOP);
  const url = `https://shop.example/orders/${data.orderId}`;
  expect(mail.subject).toBe('Your order HF-2026-000042 is confirmed');
  expectBoth(mail, 'Hello Ada Lovelace,', 'Your order HF-2026-000042 is confirmed and paid.', url);
  expect(mail.text).toContain('3 x Hand coffee grinder (GRINDER-1) at $1,250.00: $3,750.00\n');
  expect(mail.text).toContain('1 x Coffee course (COURSE) at $49.90: $49.90\nTotal: $3,799.90\n');
  expect(readable(mail.html)).toContain('Hand coffee grinder GRINDER-1 3 × $1,250.00 $3,750.00');
  expect(readable(mail.html)).toContain('Coffee course COURSE 1 × $49.90 $49.90 Total $3,799.90');
  expect(hrefs(mail.html)).toEqual([url]);
});

test('order rejected: the reason, and that no money was lost', () => {
  const rejection = { code: 'OUT_OF_STOCK', message: 'Only 2 of Hand coffee grinder are left.' };
  const mail = orderRejectedMail({ ...buildOrder(), rejection }, SHOP);
  expect(mail.subject).toBe('Your order HF-2026-000042 could not be completed');
  expectBoth(mail, 'Hello Ada Lovelace,', rejection.message, 'You were not charged');
  expectBoth(mail, 'Hand coffee grinder', '$3,799.90');
});

test('order shipped: carrier and tracking number; no mail when there is no parcel', () => {
  const data = { ...buildOrder(), actor: 'orders' };
  const shipment = { carrier: 'DHL', trackingNumber: 'JD0001' };
  const mail = orderShippedMail({ ...data, shipment }, shipment, SHOP);
  expect(mail.subject).toBe('Your order HF-2026-000042 is on its way');
  expectBoth(mail, 'is on its way.', 'Carrier: DHL. Tracking number: JD0001.');
  const made = { clock: () => new Date('2026-11-20T12:00:00.000Z'), newId: newUuid };
  const decide = (parcel: typeof shipment | null) =>
    decideMail(
      newEvent('OrderShipped', { ...data, shipment: parcel }, made),
      { shop: SHOP, staff: [] },
      { now: made.clock(), product: null },
    );
  expect(decide(shipment)).toMatchObject({ kind: 'mail', name: 'orderShipped', mail });
  expect(decide(null)).toEqual({ kind: 'none', reason: 'the order has no parcel' });
});

test('order cancelled: the reason when there is one, and where the money goes', () => {
  const data = { ...buildOrder(), actor: 'orders' };
  const mail = orderCancelledMail({ ...data, reason: 'Changed my mind' }, SHOP);
  expect(mail.subject).toBe('Your order HF-2026-000042 is cancelled');
  expectBoth(mail, 'the money goes back to your wallet', 'Reason: Changed my mind');
  const without = orderCancelledMail({ ...data, reason: null }, SHOP);
  for (const form of [without.text, without.html]) expect(form).not.toContain('Reason');
});

test('low stock: product, warehouse and quantity', () => {
  const data = buildLowStock();
  const mail = lowStockMail(data, { sku: 'GRINDER-1', name: 'Hand coffee grinder' }, SHOP);
  const url = `https://shop.example/console/stock/${data.productId}`;
  expect(mail.subject).toBe('Low stock: 3 left of Hand coffee grinder (GRINDER-1) in Berlin (BER)');
  expectBoth(mail, 'Available units of Hand coffee grinder (GRINDER-1) in Berlin (BER): 3.');
  expectBoth(mail, 'Reorder threshold: 10.', url);
  expect(hrefs(mail.html)).toEqual([url]);
  const nameless = lowStockMail(data, null, SHOP);
  expectBoth(nameless, `Available units of product ${data.productId} in Berlin (BER): 3.`);
});

const EVIL_PARCEL = { carrier: EVIL, trackingNumber: EVIL };

test('text from outside stays text', () => {
  const customer = { ...buildOrder().customer, name: EVIL };
  const lines = buildOrder().lines.map((line) => ({ ...line, name: EVIL, sku: EVIL }));
  const number = EVIL;
  const data = { ...buildOrder({ customer, lines, number }), actor: EVIL };
  const mails = [
    orderConfirmedMail(data, SHOP),
    orderRejectedMail({ ...data, rejection: { code: EVIL, message: EVIL } }, SHOP),
    orderCancelledMail({ ...data, reason: EVIL }, SHOP),
    orderShippedMail({ ...data, shipment: EVIL_PARCEL }, EVIL_PARCEL, SHOP),
    lowStockMail(
      buildLowStock({ warehouse: { ...buildLowStock().warehouse, name: EVIL, code: EVIL } }),
      { sku: EVIL, name: EVIL },
      SHOP,
    ),
    verificationMail(buildMailedToken({ token: EVIL }), SHOP),
    passwordResetMail(buildMailedToken({ token: EVIL }), SHOP),
  ];
  for (const { html: markup, text } of mails) {
    expect(markup).not.toContain('<script');
    expect(markup).toContain(EVIL_ESCAPED);
    expect(text).toContain(EVIL);
  }
});

test('no name adds lines or changes the direction of writing', () => {
  const name = 'Ada\r\n\r\nYour account is locked:\u2028http://evil.example\u202egpj.exe';
  const mail = orderConfirmedMail(buildOrder({ customer: { ...buildOrder().customer, name } }), SHOP);
  expect(mail.text).toMatch(/^Hello Ada Your account is locked: http:\/\/evil\.examplegpj\.exe,\n\n/);
  expect(mail.html).toContain('Hello Ada Your account is locked: http://evil.examplegpj.exe,');
  expect(hrefs(mail.html)).toHaveLength(1);
});

test('a customer without a name gets a greeting without one', () => {
  const mail = orderConfirmedMail(buildOrder({ customer: { ...buildOrder().customer, name: null } }), SHOP);
  expect(mail.text).toMatch(/^Hello,\n/);
});

test.each([
  [{ amount: '1234567890.10', currency: 'EUR' }, '€1,234,567,890.10'],
  [{ amount: '1500', currency: 'JPY' }, '¥1,500'],
  [{ amount: '0.125', currency: 'KWD' }, 'KWD 0.125'],
  // `Intl` alone would round these: their customary decimals are fewer than those of ISO 4217.
  [{ amount: '1.50', currency: 'MGA' }, 'MGA 1.50'],
  [{ amount: '1234.5', currency: 'HUF' }, 'HUF 1,234.50'],
  [{ amount: '0.125', currency: 'IQD' }, 'IQD 0.125'],
  [{ amount: '1.2345', currency: 'CLF' }, 'CLF 1.2345'],
  [{ amount: '1500', currency: 'ISK' }, 'ISK 1,500'],
])('an amount is formatted for its currency: %o', (total, written) => {
  expectBoth(orderConfirmedMail(buildOrder({ total }), SHOP), written);
});

test('a template escapes inserted values once', () => {
  const inner = html`<b>${'<&>'}</b>`;
  expect(html`<p title="${'"x"'}">${inner}${[inner, inner]}${1}</p>`.markup).toBe(
    '<p title="&quot;x&quot;"><b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b>1</p>',
  );
  expect(oneLine(' a\tb\0c\u0085d ')).toBe('a b c d');
});

test('each mail is a complete page that loads nothing', () => {
  const { html: markup } = orderConfirmedMail(buildOrder(), SHOP);
  expect(markup).toMatch(/^<!doctype html>\n<html lang="en">[\s\S]*<\/html>\n$/);
  expect(markup).not.toMatch(/<img|<link|<script|@import|url\(|src=/);
});
