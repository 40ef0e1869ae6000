/** Tests what listening clients receive when the gateway shuts down. */
import { once } from 'node:events';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { USER } from '../support/accessTokens.ts';
import { startHouse } from '../support/house.ts';

const ORDER = newUuid();
const payload = {
  query: 'subscription ($id: ID!) { orderUpdated(id: $id) { status } }',
  variables: { id: ORDER },
};

async function startShop() {
  const house = await startHouse({ broker: createBroker() });
  house.orders.set(ORDER, { id: ORDER, owner: USER, status: 'PENDING' });
  return house;
}

test('an event stream ends without `complete`, so that its client reconnects', async () => {
  await using house = await startShop();
  const response = await house.post(payload, {
    accept: 'text/event-stream',
    authorization: `Bearer ${await house.tokens.sign()}`,
  });
  let heard = '';
  let closing: Promise<void> | undefined;
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    heard += chunk;
    if (heard.includes('PENDING')) closing ??= house.gateway.close();
  }
  await closing;
  expect(heard).toMatch(/event: next\n/);
  expect(heard).not.toContain('complete');
});

test('a WebSocket ends with 1001, and its subscriptions without `complete`', async () => {
  await using house = await startShop();
  const socket = new WebSocket(`${house.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const heard: { type: string }[] = [];
  socket.on('message', (data) => void heard.push(JSON.parse(String(data))));
  const authorization = `Bearer ${await house.tokens.sign()}`;
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  await expect.poll(() => heard.length).toBe(1);
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload }));
  await expect.poll(() => heard.map(({ type }) => type)).toEqual(['connection_ack', 'next']);
  const closed = once(socket, 'close');
  await house.gateway.close();
  const [code] = await closed;
  expect(code).toBe(1001);
  expect(heard.map(({ type }) => type)).toEqual(['connection_ack', 'next']);
});
