import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestPostgres, testPostgres } from '@holdfast/dev/testing/postgres';
import { newUuid } from '@holdfast/kit-base/ids';
import { type Log, silentLog } from '@holdfast/kit-base/log';
import type { EventBus } from '@holdfast/kit-events/bus';
import { connectBus } from '@holdfast/kit-events/connectBus';
import { type Event, type EventData, newEvent } from '@holdfast/kit-events/event';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import type { Mailer } from '../src/mailer/mailer.ts';
import type { MailSettings } from '../src/mailOf.ts';
import { createNotifications } from '../src/notifications.ts';

export const clock = () => new Date();
export const newId = newUuid;

export const SHOP = new URL('https://shop.example');
export const STAFF = ['staff@shop.example', 'store@shop.example'];
export const FROM = { address: 'shop@shop.example', name: 'Holdfast' };
export const SETTINGS: MailSettings = { shop: SHOP, staff: STAFF };

export const EVIL = `Eve <script>alert("1")</script> & 'Co'`;
export const EVIL_ESCAPED = 'Eve &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;Co&#39;';

export function order(more: Partial<EventData<'OrderConfirmed'>> = {}): EventData<'OrderConfirmed'> {
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
    ...more,
  };
}

export function mailedToken(more: Partial<EventData<'PasswordResetRequested'>> = {}) {
  return {
    userId: newId(),
    email: 'ada@customers.example',
    name: EVIL,
    token: 'AZ-token_09',
    expiresAt: '2999-01-02T13:14:15.000Z',
    ...more,
  };
}

export function lowStock(more: Partial<EventData<'StockLow'>> = {}): EventData<'StockLow'> {
  return {
    stockItemId: newId(),
    productId: newId(),
    warehouse: { id: newId(), code: 'BER', name: 'Berlin' },
    available: 3,
    reorderThreshold: 10,
    ...more,
  };
}

export const confirmed = (more: Partial<EventData<'OrderConfirmed'>> = {}): Event<'OrderConfirmed'> =>
  newEvent('OrderConfirmed', order(more), { clock, newId });

/** A folder of one's own, removed on disposal. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-mail-'));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

export function testDatabase(): Promise<TestPostgres> {
  return testPostgres(join(import.meta.dirname, '../migrations'));
}

/** So many attempts, and pauses so short that a test does not wait for them. */
export function openBus(url: string, attempts = 200): Promise<EventBus> {
  const retry = { attempts, base: 20, max: 50, random: () => 1 };
  return connectBus({ url, name: 'tests', log: silentLog, newId, retry });
}

/** The worker, stopped on disposal, and a bus to publish to it. */
export async function startWorker(options: {
  url: string;
  database: Postgres;
  mailer: Mailer;
  attempts?: number;
  log?: Log;
}) {
  const { url, database, mailer, attempts, log = silentLog } = options;
  const notifications = await createNotifications({
    connect: () => openBus(url, attempts),
    database,
    mailer,
    clock,
    log,
    ...SETTINGS,
  });
  const bus = await openBus(url);
  return {
    ...notifications,
    bus,
    async [Symbol.asyncDispose]() {
      await notifications.stop();
      await bus.stop();
      await mailer.close();
    },
  };
}
