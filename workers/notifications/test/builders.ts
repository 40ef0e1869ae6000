/** Builders of the events that have a mail, and of mails. */

import { newUuid } from '@holdfast/kit-base/ids';
import { type Event, type EventData, newEvent } from '@holdfast/kit-events/event';
import type { MailSettings } from '../src/decideMail.ts';
import type { OutgoingMail } from '../src/mailer/mailer.ts';
import { orderConfirmedMail } from '../src/mails/orders.ts';

export const clock = () => new Date();
export const newId = newUuid;

export const SHOP = new URL('https://shop.example');
export const STAFF = ['staff@shop.example', 'store@shop.example'];
export const FROM = { address: 'shop@shop.example', name: 'Holdfast' };
export const SETTINGS: MailSettings = { shop: SHOP, staff: STAFF };

export const EVIL = `Eve <script>alert("1")</script> & 'Co'`;
export const EVIL_ESCAPED = 'Eve &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;Co&#39;';

export function buildOrder(
  overrides: Partial<EventData<'OrderConfirmed'>> = {},
): EventData<'OrderConfirmed'> {
  return {
    orderId: newId(),
    number: 'HF-2026-000042',
    customer: { id: newId(), email: 'ada@customers.example', name: 'Ada Lovelace' },
    lines: [
      {
        productId: newId(),
        sku: 'GRINDER-1',
        name: 'Hand coffee grinder',
        kind: 'PHYSICAL',
        unitPrice: { amount: '1250.00', currency: 'USD' },
        quantity: 3,
      },
      {
        productId: newId(),
        sku: 'COURSE',
        name: 'Coffee course',
        kind: 'SEAT',
        unitPrice: { amount: '49.90', currency: 'USD' },
        quantity: 1,
      },
    ],
    total: { amount: '3799.90', currency: 'USD' },
    placedAt: '2026-11-21T10:00:00.000Z',
    ...overrides,
  };
}

export function buildMailedToken(overrides: Partial<EventData<'PasswordResetRequested'>> = {}) {
  return {
    userId: newId(),
    email: 'ada@customers.example',
    name: EVIL,
    token: 'AZ-token_09',
    expiresAt: '2999-01-02T13:14:15.000Z',
    ...overrides,
  };
}

export function buildLowStock(overrides: Partial<EventData<'StockLow'>> = {}): EventData<'StockLow'> {
  return {
    stockItemId: newId(),
    productId: newId(),
    warehouse: { id: newId(), code: 'BER', name: 'Berlin' },
    available: 3,
    reorderThreshold: 10,
    ...overrides,
  };
}

export const buildOrderConfirmed = (
  overrides: Partial<EventData<'OrderConfirmed'>> = {},
): Event<'OrderConfirmed'> => newEvent('OrderConfirmed', buildOrder(overrides), { clock, newId });

export function buildOutgoingMail(overrides: Partial<OutgoingMail> = {}): OutgoingMail {
  const order = buildOrder();
  const lines = [{ ...order.lines[0]!, name: `Größe „M“ ${EVIL}` }];
  return {
    eventId: newId(),
    eventTime: new Date('2026-11-21T10:11:12.131Z'),
    to: [{ address: 'ada@customers.example', name: 'Ada Lovelace' }],
    mail: orderConfirmedMail({ ...order, lines }, SHOP),
    ...overrides,
  };
}
