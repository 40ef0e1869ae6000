/** Mails in a whole shop: where they are written, and that none is lost when the worker is killed. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { connectBus } from '@holdfast/kit-events/connectBus';
import { newEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { shop, warnings } from './shop.ts';

/** Returns an event of low stock, as the inventory service publishes it. */
function lowStock(available: number) {
  return newEvent(
    'StockLow',
    {
      stockItemId: newUuid(),
      productId: newUuid(),
      warehouse: { id: newUuid(), code: 'BER', name: 'Berlin' },
      available,
      reorderThreshold: 10,
    },
    { clock: () => new Date(), newId: newUuid },
  );
}

test('an event becomes a file in the data folder, even when the worker was killed meanwhile', async () => {
  const before = warnings.length;
  const folder = join(shop.dataDir, 'mail');
  const retry = { random: Math.random };
  const url = shop.holdfast.databases.eventsUrl;
  const bus = await connectBus({ url, name: 'tests', log: silentLog, newId: newUuid, retry });
  const mailOf = async (id: string) => (await readdir(folder)).find((name) => name.endsWith(`_${id}.eml`));

  const first = lowStock(3);
  await bus.publish([first]);
  await expect.poll(() => mailOf(first.id), { timeout: 30_000 }).toBeDefined();
  const file = await readFile(join(folder, (await mailOf(first.id)) ?? ''), 'utf8');
  // Long lines are wrapped (RFC 2045 section 6.7).
  const mail = file.replaceAll('=\r\n', '');
  expect(mail).toContain('To: staff@demo.test');
  expect(mail).toContain('Subject: Low stock: 3 left of product');
  expect(mail).toContain(`${shop.holdfast.url}/console/stock/${first.data.productId}`);

  shop.holdfast.program('notifications')?.kill('SIGKILL');
  const second = lowStock(2);
  await bus.publish([second]);
  await bus.stop();
  await expect.poll(() => mailOf(second.id), { timeout: 60_000 }).toBeDefined();
  expect(warnings.slice(before)).toEqual([
    expect.stringMatching(/^notifications crashed \(signal SIGKILL\)/),
  ]);
  expect((await readdir(folder)).filter((name) => name.includes(first.id))).toHaveLength(1);
});
