/** Tests the extensions that a listener can request. */

import { newUuid } from '@holdfast/kit-base/ids';
import { newEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { recognizedHeadersOf } from '../../src/subscriptions/recognizedHeaders.ts';
import { USER } from '../support/accessTokens.ts';
import { startHouse } from '../support/house.ts';
import { all, TRANSPORTS } from './clients.ts';

const ALL = { 'apollo-query-plan-experimental': '1', 'x-holdfast-trace': '1', 'x-holdfast-cost': '1' };

for (const [transport, listen] of Object.entries(TRANSPORTS)) {
  test(`${transport}: a query has its plan, timings and cost, as over HTTP`, async () => {
    await using house = await startHouse();
    const query = '{ products { name available } }';
    const { extensions: asked } = (await (await house.post({ query }, ALL)).json()) as {
      extensions: { __queryPlanExperimental: string; cost: unknown };
    };
    const [answer, ...others] = await all(listen(house.url, { query, headers: ALL }));
    expect(others).toEqual([]);
    expect(answer.data.products).toHaveLength(2);
    const { __queryPlanExperimental, cost, trace, ...rest } = answer.extensions;
    expect(rest).toEqual({});
    expect({ __queryPlanExperimental, cost }).toEqual({
      __queryPlanExperimental: asked.__queryPlanExperimental,
      cost: asked.cost,
    });
    expect(trace).toMatchObject({
      planning: { cached: true },
      fetches: [{ subgraph: 'products' }, { subgraph: 'inventory', paths: ['products.@'] }],
    });
    expect(await all(listen(house.url, { query }))).toEqual([{ data: answer.data }]);
  });

  test(`${transport}: a subscription has those of each reading`, async () => {
    const broker = createBroker();
    await using house = await startHouse({ broker });
    const id = newUuid();
    house.orders.set(id, { id, owner: USER, status: 'PENDING' });
    const query = 'subscription ($id: ID!) { orderUpdated(id: $id) { product { name } } }';
    const token = await house.tokens.sign();
    const answers = listen(house.url, { query, variables: { id }, headers: ALL }, token);
    const fetches = [
      { subgraph: 'orders', paths: [''] },
      { subgraph: 'products', paths: ['orderUpdated.product'] },
    ];
    expect((await answers.next()).value.extensions).toMatchObject({ trace: { fetches } });
    const making = { clock: () => new Date(), newId: newUuid };
    broker.publish(newEvent('OrderChanged', { orderId: id, customerId: USER, status: 'SHIPPED' }, making));
    const { trace, __queryPlanExperimental } = (await answers.next()).value.extensions;
    expect(trace).toMatchObject({ planning: { cached: true }, fetches });
    expect(__queryPlanExperimental).toContain('Fetch(service: "orders")');
    await answers.return();
  });

  test(`${transport}: without introspection there are no plans and timings`, async () => {
    await using house = await startHouse({ introspection: false });
    const answers = listen(house.url, { query: '{ products { name } }', headers: ALL });
    const [{ extensions }] = await all(answers);
    expect(Object.keys(extensions)).toEqual(['cost']);
  });
}

test('other headers are dropped', () => {
  const headers = recognizedHeadersOf(
    { 'x-holdfast-trace': '0', cookie: 'a', 'x-holdfast-identity': 'b', authorization: 'c' },
    { 'X-Holdfast-Trace': '1', 'x-holdfast-cost': 1, authorization: 'd' },
  );
  expect([...headers]).toEqual([['x-holdfast-trace', '1']]);
});
