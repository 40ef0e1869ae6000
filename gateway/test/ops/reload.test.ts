/** Tests a new supergraph while operations run; both executors behave alike. */
import { OperatorError } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { newEvent } from '@holdfast/kit-events/event';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSupergraphReloader } from '../../src/graph/reload.ts';
import { createBroker } from '../../src/subscriptions/broker.ts';
import type { Supergraph } from '../../src/supergraph/load.ts';
import { all, TRANSPORTS } from '../subscriptions/clients.ts';
import { USER } from '../support/accessTokens.ts';
import { type House, startHouse } from '../support/house.ts';
import { startRecorder } from '../support/recorder.ts';
import { recordedLog } from './recordedLog.ts';

/** Returns the house's supergraph with changed text, and URLs by name. */
function changed(
  house: House,
  change: (sdl: string) => string,
  urls: Readonly<Record<string, string>> = {},
): Supergraph {
  const { sdl, subgraphs } = house.gateway.graphs.current().supergraph;
  const next = change(sdl);
  if (next === sdl) throw new Error('Nothing has changed.');
  return { sdl: next, subgraphs: subgraphs.map((each) => ({ ...each, url: urls[each.name] ?? each.url })) };
}

const withoutSlow = (sdl: string) => sdl.replace(/^ +slow: Int .*\n/m, '');
const withoutProduct = (sdl: string) =>
  sdl.replace(/(type Order\b[^}]*?) product: Product/, '$1 thing: Product');
const renamed = (sdl: string) => sdl.replace('  ghost: Product', '  spirit: Product');

const unknown = (field: string) => ({
  errors: [
    {
      message: `Cannot query field "${field}" on type "Query".`,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    },
  ],
});

for (const executor of ['compiled', 'apollo'] as const) {
  test(`${executor}: running operations end on their supergraph, and new ones start on the next`, async () => {
    await using elsewhere = await startRecorder({ data: { products: [{ id: 'elsewhere' }] } });
    await using house = await startHouse({ executor, introspection: false });
    const running = house.ask('{ slow products { id } }');
    const mutation = house.ask('mutation { touch }');
    await house.gate.entered;
    await expect.poll(() => house.gateway.graphs.current().running).toBe(2);
    const old = house.gateway.graphs.current();

    await house.gateway.graphs.replace(changed(house, withoutSlow, { products: elsewhere.url }));
    expect(await house.ask('{ slow }')).toMatchObject(unknown('slow'));
    expect(await house.ask('{ products { id } }')).toEqual({ data: { products: [{ id: 'elsewhere' }] } });
    expect(house.gateway.graphs.retired).toBe(1);
    expect(old.running).toBe(2);

    house.gate.open();
    expect(await running).toEqual({ data: { slow: 1, products: [{ id: 'a' }, { id: 'b' }] } });
    expect(await mutation).toEqual({ data: { touch: true } });
    await expect.poll(() => house.gateway.graphs.retired, { timeout: 10_000 }).toBe(0);
    expect(await house.ask('{ products { id } }')).toEqual({ data: { products: [{ id: 'elsewhere' }] } });
  });

  test(`${executor}: an operation validated before a replacement runs on the supergraph it was validated against`, async () => {
    await using house = await startHouse({ executor });
    const { graphs } = house.gateway;
    const { apiSchema } = graphs.current();
    const { executor: execute } = await graphs.gateway.load({ apollo: {} });
    await graphs.replace(changed(house, renamed));
    const source = '{ ghost { name } }';
    const document = parse(source);
    const context = {
      user: null,
      clientAddress: '',
      disconnected: new AbortController().signal,
      deadline: 1e9,
    };
    const answer = await execute!({
      schema: apiSchema,
      source,
      document,
      operation: document.definitions[0],
      operationName: null,
      queryHash: 'it',
      request: {},
      context,
    } as unknown as Parameters<NonNullable<typeof execute>>[0]);
    expect(answer).toMatchObject({ data: { ghost: { name: 'Ghost' } } });
  });

  test(`${executor}: a known document is validated again, and scalars keep their parsers`, async () => {
    await using house = await startHouse({ executor });
    const since = 'query ($at: DateTime!) { since(at: $at) }';
    for (const _ of [1, 2, 3]) {
      expect(await house.ask('{ ghost { name } }')).toMatchObject({ data: { ghost: { name: 'Ghost' } } });
      expect((await house.ask(since, { at: 'soon' })).errors[0].extensions.code).toBe('BAD_USER_INPUT');
    }
    await house.gateway.graphs.replace(changed(house, renamed));
    const { errors } = await house.ask('{ ghost { name } }');
    expect(errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await house.ask(since, { at: 'soon' })).errors[0].extensions.code).toBe('BAD_USER_INPUT');
    const schema = await house.ask('{ __type(name: "Query") { fields { name } } }');
    expect(schema.data.__type.fields).toContainEqual({ name: 'spirit' });
  });

  test(`${executor}: an unusable supergraph is refused with the reason, and the last good one stays`, async () => {
    const { log, lines } = recordedLog();
    await using house = await startHouse({ executor });
    let next: () => Promise<Supergraph>;
    const outcomes: string[] = [];
    const reloader = createSupergraphReloader({
      read: () => next(),
      graphs: house.gateway.graphs,
      observe: (outcome) => void outcomes.push(outcome),
      now: () => performance.now(),
      log,
    });
    const good = house.gateway.graphs.current();

    next = async () => good.supergraph;
    await reloader.reload();
    expect(lines).toEqual([]);
    for (const [spoil, reason] of [
      [(sdl: string) => sdl.replaceAll('join/v0.5', 'join/v9.9'), /^the supergraph cannot be used: .*join/],
      [(sdl: string) => sdl.replace('products: [Product!]', 'products: [Produce!]'), /Produce/],
    ] as const) {
      next = async () => changed(house, spoil);
      await reloader.reload();
      expect(lines.pop()).toMatchObject({
        level: 'error',
        fields: { reason: expect.stringMatching(reason) },
      });
    }
    next = async () => {
      throw new OperatorError('cannot read the supergraph.');
    };
    await reloader.reload();
    expect(lines.pop()?.fields).toEqual({ reason: 'cannot read the supergraph.' });
    expect(lines).toEqual([]);
    expect(house.gateway.graphs.current()).toBe(good);
    expect(await house.ask('{ products { id } }')).toMatchObject({ data: { products: [{ id: 'a' }, {}] } });

    next = async () => changed(house, renamed);
    await Promise.all([reloader.reload(), reloader.reload()]);
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'reloaded']);
    const { version } = house.gateway.graphs.current();
    expect(lines).toEqual([
      {
        level: 'info',
        message: 'the supergraph was reloaded',
        fields: { version, before: good.version, milliseconds: expect.any(Number) },
      },
    ]);
  });
}

const ORDER = newUuid();
const FOLLOW = 'subscription ($id: ID!) { orderUpdated(id: $id) { status } }';

for (const [transport, listen] of Object.entries(TRANSPORTS)) {
  test(`${transport}: a subscription that is no longer valid ends with one error, and others continue`, async () => {
    const broker = createBroker();
    await using house = await startHouse({ broker });
    house.orders.set(ORDER, { id: ORDER, owner: USER, status: 'PENDING' });
    const token = await house.tokens.sign();
    const variables = { id: ORDER };
    const stays = listen(house.url, { query: FOLLOW, variables }, token);
    const query = 'subscription ($id: ID!) { orderUpdated(id: $id) { status product { name } } }';
    const goes = listen(house.url, { query, variables }, token);
    expect((await stays.next()).value).toEqual({ data: { orderUpdated: { status: 'PENDING' } } });
    expect((await goes.next()).value.data.orderUpdated.product).toEqual({ name: 'Product a' });

    await house.gateway.graphs.replace(changed(house, withoutProduct));
    expect(await all(goes)).toMatchObject([
      {
        errors: [
          {
            message: expect.stringMatching(/^The API has changed, .*Cannot query field "product"/),
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          },
        ],
      },
    ]);
    house.orders.set(ORDER, { id: ORDER, owner: USER, status: 'CONFIRMED' });
    broker.publish(
      newEvent(
        'OrderChanged',
        { orderId: ORDER, customerId: USER, status: 'CONFIRMED' },
        { clock: () => new Date(), newId: newUuid },
      ),
    );
    expect((await stays.next()).value).toEqual({ data: { orderUpdated: { status: 'CONFIRMED' } } });
    await stays.return();
  });
}
