/** Tests subscriptions; all transports behave alike. */

import { newUuid } from '@holdfast/kit-base/ids';
import { newEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { USER } from '../support/accessTokens.ts';
import { type House, startHouse } from '../support/house.ts';
import { all, TRANSPORTS } from './clients.ts';

const ORDER = newUuid();
const FOLLOW = /* GraphQL */ `
  subscription Follow($id: ID!, $more: Boolean = true) {
    ...Root
  }
  fragment Root on Subscription { changed: orderUpdated(id: $id) { ...Parts } }
  fragment Parts on Order { id status product @include(if: $more) { name available } }
  `;

async function startShop(hearing = true) {
  const broker = createBroker({ hearing });
  const house = await startHouse({ broker });
  house.orders.set(ORDER, { id: ORDER, owner: USER, status: 'PENDING' });
  const making = { clock: () => new Date(), newId: newUuid };
  const change = (status: string, { id = ORDER, owner = USER } = {}) => {
    house.orders.set(id, { id, owner, status });
    broker.publish(newEvent('OrderChanged', { orderId: id, customerId: USER, status }, making));
  };
  const low = (productId: string) =>
    broker.publish(
      newEvent(
        'StockLow',
        {
          stockItemId: newUuid(),
          productId,
          warehouse: { id: 'w', code: 'W', name: 'W' },
          available: 1,
          reorderThreshold: 2,
        },
        making,
      ),
    );
  return { house, broker, change, low, [Symbol.asyncDispose]: () => house[Symbol.asyncDispose]() };
}

const answer = (status: string) => ({
  data: { changed: { id: ORDER, status, product: { name: 'Product a', available: 7 } } },
});

test('a subscription sent like a query is told the right transport', async () => {
  await using shop = await startShop();
  const answer = await shop.house.post({ query: FOLLOW, variables: { id: ORDER } });
  expect(answer.status).toBe(400);
  const { errors } = (await answer.json()) as { errors: unknown[] };
  expect(errors).toMatchObject([
    {
      message: 'A subscription needs a WebSocket, or accept: text/event-stream.',
      extensions: { code: 'BAD_REQUEST' },
    },
  ]);
});

for (const [transport, listen] of Object.entries(TRANSPORTS)) {
  const follow = async (house: House, token?: string, variables: Record<string, unknown> = { id: ORDER }) =>
    listen(house.url, { query: FOLLOW, variables }, token);

  test(`${transport}: the order now, then again after every change, with fields of every subgraph`, async () => {
    await using shop = await startShop();
    const answers = await follow(shop.house, await shop.house.tokens.sign());
    expect((await answers.next()).value).toEqual(answer('PENDING'));
    shop.change('CONFIRMED');
    expect((await answers.next()).value).toEqual(answer('CONFIRMED'));
    shop.change('REJECTED', { id: newUuid() });
    shop.change('SHIPPED');
    expect((await answers.next()).value).toEqual(answer('SHIPPED'));
    await answers.return();
  });

  test(`${transport}: changes during a gap of events are reported afterwards`, async () => {
    await using shop = await startShop();
    const answers = await follow(shop.house, await shop.house.tokens.sign());
    await answers.next();
    shop.house.orders.set(ORDER, { id: ORDER, owner: USER, status: 'SHIPPED' });
    shop.broker.gap();
    expect((await answers.next()).value).toEqual(answer('SHIPPED'));
    await answers.return();
  });

  test(`${transport}: a slow reader gets the latest state`, async () => {
    await using shop = await startShop();
    const answers = await follow(shop.house, await shop.house.tokens.sign(), { id: ORDER, more: false });
    await answers.next();
    for (let n = 1; n <= 5_000; n++) shop.change(`STATE ${n}`);
    const seen: string[] = [];
    while (seen.at(-1) !== 'STATE 5000') {
      const { value } = await answers.next();
      expect(value.data.changed).not.toHaveProperty('product');
      seen.push(value.data.changed.status);
    }
    expect(seen.length).toBeLessThan(10);
    await answers.return();
  });

  test(`${transport}: another's order does not exist, at the start and after a change`, async () => {
    await using shop = await startShop();
    const stranger = await shop.house.tokens.sign({ subject: newUuid() });
    const refused = await all(await follow(shop.house, stranger));
    const error = { path: ['changed'], extensions: { code: 'NOT_FOUND' } };
    expect(refused).toMatchObject([{ data: { changed: null }, errors: [error] }]);

    const answers = await follow(shop.house, await shop.house.tokens.sign());
    await answers.next();
    shop.change('CONFIRMED', { owner: newUuid() });
    expect(await all(answers)).toMatchObject([{ data: { changed: null }, errors: [error] }]);
  });

  test(`${transport}: ends with its token, and with its session`, async () => {
    await using shop = await startShop();
    const expiring = await follow(shop.house, await shop.house.tokens.sign());
    await expiring.next();
    shop.house.pass(901);
    const over = { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };
    expect(await all(expiring)).toMatchObject([over]);

    const revoked = await follow(shop.house, await shop.house.tokens.sign({ session: 's1' }));
    expect((await revoked.next()).value).toEqual(answer('PENDING'));
    shop.house.tokens.revoke('s1');
    expect(await all(revoked)).toMatchObject([over]);
  });

  test(`${transport}: a refused subscription gets the reason, and nothing else happens`, async () => {
    await using shop = await startShop();
    const { house } = shop;
    const customer = await house.tokens.sign();
    const code = async (query: string, token?: string, variables = {}) => {
      const answers = await all(listen(house.url, { query, variables }, token)).catch(
        (errors: { extensions?: unknown }[]) => [{ errors }],
      );
      expect(answers).toHaveLength(1);
      return answers[0].errors[0].extensions.code;
    };
    expect(await code('subscription { stockLow { id } }', customer)).toBe('FORBIDDEN');
    expect(await code('subscription { stockLow { id } }')).toBe('UNAUTHENTICATED');
    expect(await code(FOLLOW, undefined, { id: ORDER })).toBe('UNAUTHENTICATED');
    expect(await code('subscription { nothing { id } }', customer)).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await code('subscription {', customer)).toBe('GRAPHQL_PARSE_FAILED');
    expect(await code(FOLLOW, customer, {})).toBe('BAD_USER_INPUT');
    const two = 'subscription { stockLow { id } orderUpdated(id: "1") { id } }';
    expect(await code(two, customer)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test(`${transport}: low stock is read by its product and warehouse`, async () => {
    await using shop = await startShop();
    const staff = await shop.house.tokens.sign({ roles: ['STAFF'] });
    const query = 'subscription Low { stockLow { id product { name } } }';
    const answers = listen(shop.house.url, { query }, staff);
    const first = answers.next();
    // Nothing is kept for it until it listens, so the event is repeated.
    const telling = setInterval(() => {
      // Its stock has risen again by the time it is read, so it is not reported.
      shop.low('risen again');
      shop.low('b');
    }, 20);
    const low = { data: { stockLow: { id: 'b/w', product: { name: 'Product b' } } } };
    expect((await first).value).toEqual(low);
    clearInterval(telling);
    shop.broker.gap();
    let next = (await answers.next()).value;
    while (!next.errors) next = (await answers.next()).value;
    expect(next.errors).toMatchObject([
      { message: 'Events may have been missed.', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
    ]);
    shop.low('b');
    expect((await answers.next()).value).toEqual(low);
    await answers.return();
  });

  test(`${transport}: queries and mutations too`, async () => {
    await using shop = await startShop();
    const query = 'query Ask($id: ID!) { order(id: $id) { status } caller { user } }';
    const token = await shop.house.tokens.sign();
    const answers = listen(shop.house.url, { query, variables: { id: ORDER } }, token);
    expect(await all(answers)).toEqual([{ data: { order: { status: 'PENDING' }, caller: { user: USER } } }]);
  });

  test(`${transport}: a gateway that shuts down completes its subscriptions`, async () => {
    const shop = await startShop();
    const answers = await follow(shop.house, await shop.house.tokens.sign());
    await answers.next();
    const rest = all(answers).catch(() => []);
    await shop[Symbol.asyncDispose]();
    expect(await rest).toEqual([]);
  });
}

const LOW = 'subscription { stockLow { id } }';

/** Resolves when the stream has started. */
async function openStream(house: House, token: string) {
  const response = await fetch(`${house.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: LOW }),
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value ?? '';
  /** Resolves with the whole stream so far, once it contains this text. */
  const said = async (part: string) => {
    while (!text.includes(part)) text += (await reader.read()).value ?? expect.fail(`It ended after ${text}`);
    return text;
  };
  return { said, close: () => reader.cancel() };
}

test('a stream of values that exist only with their events starts once events arrive, and misses none from then on', async () => {
  await using shop = await startShop(false);
  const staff = await shop.house.tokens.sign({ roles: ['STAFF'] });
  const happened: string[] = [];
  const opening = openStream(shop.house, staff).then((stream) => {
    happened.push('begun');
    return stream;
  });
  for (let n = 0; n < 5; n++) await shop.house.post({ query: '{ __typename }' });
  happened.push('heard');
  shop.broker.gap();
  const stream = await opening;
  expect(happened).toEqual(['heard', 'begun']);
  shop.low('b');
  expect(await stream.said('event: next')).toContain('"stockLow":{"id":"b/w"}');
  await stream.close();
});

test('without events it is refused, and the client may try again', async () => {
  await using shop = await startShop(false);
  const staff = await shop.house.tokens.sign({ roles: ['STAFF'] });
  const stream = await openStream(shop.house, staff);
  expect(await stream.said('event: next')).toContain(
    '"message":"This gateway receives no events at the moment. Try again.","extensions":{"code":"SUBGRAPH_UNAVAILABLE"}',
  );
  await stream.close();
});
