/** Runs `npm run inventory:verify` as an operator does. */
import { join } from 'node:path';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { runNode } from '@holdfast/dev/testing/runNode';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { receiveStock } from '../../src/stock/receiveStock.ts';
import { verifyStock } from '../../src/verification/verifyStock.ts';
import { createWarehouse } from '../../src/warehouses/createWarehouse.ts';
import { testInventory } from '../support/inventory.ts';

async function verify(url: string): Promise<{ code: number; output: string }> {
  const file = join(import.meta.dirname, '../../src/verification/verify.ts');
  const { code, stdout, stderr } = await runNode(file, [], { POSTGRES_URL: url });
  return { code, output: stdout + stderr };
}

test('reports that stock and ledger agree, or what does not', async () => {
  await using postgres = await testPostgres(join(import.meta.dirname, '../../migrations'));
  const { database, url } = postgres;
  const deps = { database, clock: () => new Date(), newId: newUuid };
  const { id: warehouseId } = await createWarehouse(deps, { code: 'BER', name: 'Berlin' });
  const received = { warehouseId, quantity: 5, reason: null, actor: 'test' };
  await receiveStock(deps, { ...received, productId: newUuid() });
  const { id, productId } = await receiveStock(deps, { ...received, productId: newUuid() });
  expect(await verify(url)).toEqual({ code: 0, output: 'Stock and ledger agree.\n' });

  await database.query('alter table stock_items disable trigger stock_changes_by_movements');
  await database.query('update stock_items set on_hand = 7 where id = $1', [id]);
  expect(await verify(url)).toEqual({
    code: 1,
    output: `stock item ${id} (product ${productId}, warehouse ${warehouseId}): on hand 7, by its ledger 5; reserved 0, by its ledger 0, held 0\n`,
  });

  await database.query('update stock_items set on_hand = 5 where id = $1', [id]);
  await database.query('alter table stock_movements disable trigger stock_movements_stay');
  await database.query('update stock_movements set on_hand_after = 6 where stock_item_id = $1', [id]);
  const { code, output } = await verify(url);
  expect(code).toBe(1);
  expect(output).toMatch(
    /^ledger row \d+ of stock item .*: says on hand 6 and reserved 0 after it, .* make 5 and 0\n$/,
  );
});

test('reports reservations with swapped ledger rows, even when the item’s sums agree', async () => {
  await using inventory = await testInventory();
  const { database } = inventory.deps;
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  const ids: string[] = [];
  for (let n = 0; n < 2; n++) {
    ids.push((await inventory.hold({ [product]: 1 })).id);
  }
  const [held, freed] = [ids[0]!, ids[1]!];
  await inventory.settle(freed, 'RELEASE');
  expect(await verifyStock(database)).toEqual([]);
  await database.query(
    `update reservations set status = case id when $1 then 'RELEASED' else 'ACTIVE' end where id = any($2)`,
    [held, ids],
  );
  expect(await verifyStock(database)).toEqual([
    expect.stringMatching(
      new RegExp(`^reservation ${held} of stock item .*: RELEASED with 1 units; .* on hand 0, reserved 1$`),
    ),
    expect.stringMatching(
      new RegExp(`^reservation ${freed} of stock item .*: ACTIVE with 1 units; .* on hand 0, reserved 0$`),
    ),
  ]);
});

test('reports in one line what is wrong with its settings', async () => {
  expect(await verify('')).toMatchObject({
    code: 1,
    output: expect.stringContaining('POSTGRES_URL is not set'),
  });
});
