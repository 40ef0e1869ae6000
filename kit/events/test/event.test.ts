import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { type EventData, handlersOf, newEvent, readEvent } from '../src/event.ts';
import { DEFAULT_RETRY, pauseAfter } from '../src/retry.ts';
import { change, clock, newId, registered } from './support.ts';

const confirmed = (): EventData<'OrderConfirmed'> => ({
  orderId: newId(),
  number: 'HF-1',
  customer: { id: newId(), email: null, name: 'Ada' },
  lines: [
    {
      productId: newId(),
      sku: 'A-1',
      name: 'A chair',
      kind: 'PHYSICAL',
      unitPrice: { amount: '129.90', currency: 'USD' },
      quantity: 2,
    },
  ],
  total: { amount: '259.80', currency: 'USD' },
  placedAt: clock().toISOString(),
});

async function validator(name: string) {
  const file = join(import.meta.dirname, `../../../schema/events/${name}.v1.json`);
  return new Ajv2020({ validateFormats: false }).compile(JSON.parse(await readFile(file, 'utf8')));
}

test('an event is a CloudEvents 1.0 envelope about its aggregate', () => {
  const data = confirmed();
  const event = newEvent('OrderConfirmed', data, { clock: () => new Date(0), newId: () => 'an id' });
  expect(event).toEqual({
    specversion: '1.0',
    id: 'an id',
    source: '/orders',
    type: 'holdfast.OrderConfirmed.v1',
    subject: data.orderId,
    time: '1970-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: 'https://holdfast.example/schema/events/OrderConfirmed.v1.json',
    data,
  });
});

test('an event matches its JSON Schema, and is read back unchanged', async () => {
  const validate = await validator('OrderConfirmed');
  const event = newEvent('OrderConfirmed', confirmed(), { clock, newId });
  expect(validate(JSON.parse(JSON.stringify(event)))).toBe(true);
  expect(readEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
});

test('an event that the JSON Schema rejects cannot be read', async () => {
  const validate = await validator('OrderConfirmed');
  const event = newEvent('OrderConfirmed', confirmed(), { clock, newId });
  for (const wrong of [
    { ...event, data: { ...event.data, total: undefined } },
    { ...event, data: { ...event.data, total: 259.8 } },
    { ...event, specversion: '2.0' },
    { ...event, subject: undefined },
  ]) {
    expect(validate(JSON.parse(JSON.stringify(wrong)))).toBe(false);
    expect(() => readEvent(wrong)).toThrow();
  }
});

test('an unknown field is ignored; an unknown event type is rejected', () => {
  const event = registered('Ada');
  expect(readEvent({ ...event, data: { ...event.data, shoeSize: 38 } })).toEqual(event);
  expect(() => readEvent({ ...event, type: 'holdfast.toString.v1' })).toThrow('Unknown event type');
  expect(() => readEvent({ ...event, type: 'UserRegistered' })).toThrow('Unknown event type');
});

test('a table of handlers passes each event to its handler', async () => {
  const seen: string[] = [];
  const { types, handle } = handlersOf({
    OrderChanged: async ({ data }) => void seen.push(data.status),
    UserRegistered: async ({ data }) => void seen.push(data.name),
  });
  expect(types).toEqual(['OrderChanged', 'UserRegistered']);
  await handle(registered('Ada'));
  await handle(change(newId(), 'SHIPPED'));
  expect(seen).toEqual(['Ada', 'SHIPPED']);
});

test('a pause is a random time up to a limit that doubles, up to a maximum', () => {
  const limits = [1, 2, 3, 4, 5].map((attempts) =>
    pauseAfter(attempts, { attempts: 8, base: 100, max: 1_000, random: () => 1 }),
  );
  expect(limits).toEqual([100, 200, 400, 800, 1_000]);
  expect(pauseAfter(3, { attempts: 8, base: 100, max: 1_000, random: () => 0.5 })).toBe(200);
});

test('a consumer whose database is down for a minute loses no event, and resumes soon afterwards', () => {
  const pausesWith = (random: () => number) =>
    Array.from({ length: DEFAULT_RETRY.attempts - 1 }, (_, made) =>
      pauseAfter(made + 1, { ...DEFAULT_RETRY, random }),
    );
  const sum = (pauses: readonly number[]) => pauses.reduce((all, pause) => all + pause);
  const usual = sum(pausesWith(() => 0.5));
  expect(usual).toBeGreaterThan(100_000);
  expect(usual).toBeLessThan(140_000);
  expect(Math.max(...pausesWith(() => 1))).toBeLessThanOrEqual(10_000);
});
