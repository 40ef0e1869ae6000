import { expect, test } from 'vitest';
import { buildCaller } from '../support/builders.ts';
import { testInventory } from '../support/inventory.ts';
import { CREATE_WAREHOUSE } from '../support/operations.ts';
import { serve } from '../support/serve.ts';

const staff = buildCaller(['STAFF']);

test('a warehouse’s code is its key: the same request, 16 times at once, returns the same warehouse; another name is CONFLICT', async () => {
  await using inventory = await testInventory();
  await using client = await serve(inventory);
  const create = (name: string) => client.as(staff)(CREATE_WAREHOUSE, { code: 'BER', name });
  const answers = await Promise.all(Array.from({ length: 16 }, () => create(' Berlin ')));
  expect(answers[0]).toMatchObject({
    data: { createWarehouse: { code: 'BER', name: 'Berlin', active: true } },
  });
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  const { data, errors } = await create('Bern');
  expect(data).toEqual({ createWarehouse: null });
  expect(errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
});
