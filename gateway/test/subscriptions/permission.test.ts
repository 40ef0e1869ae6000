/** Tests the requirements of a `Subscription` field itself, when the query that reads its value has none. */
import { expect, test } from 'vitest';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { type House, startHouse } from '../support/house.ts';
import { startRecorder } from '../support/recorder.ts';
import { type Answers, all, TRANSPORTS } from './clients.ts';

const QUERY = 'subscription { low: stockLow { id } }';
const REQUIRED =
  /(type (?:Query|Subscription)\b[^}]*?(?:lowStock\([^)]*\): StockItems|stockLow: StockItem)[^\n]*?) @requiresScopes\(scopes: [^)]*\)/g;

/** Removes the requirements for reading stock from Query, or from Subscription as well. */
async function demandLess(house: House, of: readonly string[]): Promise<void> {
  const { sdl, subgraphs } = house.gateway.graphs.current().supergraph;
  const next = sdl.replace(REQUIRED, (whole, rest: string) =>
    of.some((type) => whole.startsWith(`type ${type}`)) ? rest : whole,
  );
  if (next === sdl) throw new Error('Nothing has changed.');
  await house.gateway.graphs.replace({ sdl: next, subgraphs });
}

const refusal = (code: string) => [
  { data: { low: null }, errors: [{ path: ['low'], extensions: { code } }] },
];

for (const [transport, listen] of Object.entries(TRANSPORTS)) {
  for (const executor of ['compiled', 'apollo'] as const) {
    test(`${transport}, ${executor}: they are checked before anything is read`, async () => {
      await using recorder = await startRecorder({ data: { low: { nodes: [] } } });
      const relocate = { orders: recorder.url };
      await using house = await startHouse({ executor, broker: createBroker(), relocate });
      await demandLess(house, ['Query']);
      const customer = await house.tokens.sign();
      expect(await all(listen(house.url, { query: QUERY }))).toMatchObject(refusal('UNAUTHENTICATED'));
      expect(await all(listen(house.url, { query: QUERY }, customer))).toMatchObject(refusal('FORBIDDEN'));
      expect(recorder.requests).toEqual([]);
      const staff = await house.tokens.sign({ roles: ['STAFF'] });
      const begun = listen(house.url, { query: QUERY }, staff);
      const first = begun.next();
      await expect.poll(() => recorder.requests).toHaveLength(1);
      await Promise.all([house[Symbol.asyncDispose](), first.catch(() => {})]);
    });
  }

  test(`${transport}: listeners are checked again when another supergraph requires more`, async () => {
    await using recorder = await startRecorder({ data: { low: { nodes: [] } } });
    await using house = await startHouse({ broker: createBroker(), relocate: { orders: recorder.url } });
    const { supergraph } = house.gateway.graphs.current();
    await demandLess(house, ['Query', 'Subscription']);
    const answers: Answers = listen(house.url, { query: QUERY });
    const rest = all(answers);
    await expect.poll(() => recorder.requests).toHaveLength(1);
    await house.gateway.graphs.replace(supergraph);
    expect(await rest).toMatchObject(refusal('UNAUTHENTICATED'));
    expect(recorder.requests).toHaveLength(1);
  });
}
