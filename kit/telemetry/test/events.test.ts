/**
 * Events carry the trace in which they happened, and processes export metrics of the events that they publish
 * and consume.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { silentLog } from '@holdfast/kit-base/log';
import { inScope } from '@holdfast/kit-base/scope';
import { NO_SPAN, type SpanOptions } from '@holdfast/kit-base/span';
import { setTracer } from '@holdfast/kit-base/trace';
import { attempt } from '@holdfast/kit-events/attempt';
import { type Event, readEvent } from '@holdfast/kit-events/event';
import { countConsumed } from '@holdfast/kit-events/eventMetrics';
import {
  createPostgresOutbox,
  EVENT_FUNCTIONS,
  insertEvents,
  OUTBOX_TABLE,
} from '@holdfast/kit-events/outboxPostgres';
import { startRelay } from '@holdfast/kit-events/relay';
import { mongoOutboxOf, pushEvents, type WithOutbox } from '@holdfast/kit-mongo/outbox';
import { afterEach, expect, test } from 'vitest';
import { takingBus } from '../../events/test/outboxSupport.ts';
import { change, newId, registered } from '../../events/test/support.ts';
import { createMetrics } from '../src/metrics.ts';

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const SCOPE = { requestId: null, span: { ...NO_SPAN, traceparent: TRACEPARENT } };

afterEach(() => setTracer(null));

/** Installs a tracer that records the spans that are started. */
function tracing(): (SpanOptions & { name: string })[] {
  const started: (SpanOptions & { name: string })[] = [];
  setTracer({
    start: (name, options) => {
      started.push({ name, ...options });
      return NO_SPAN;
    },
  });
  return started;
}

test('an event has the trace in which it is created, and none while traces are not exported', () => {
  expect(inScope(SCOPE, () => registered('Ada'))).not.toHaveProperty('traceparent');
  tracing();
  const event = inScope(SCOPE, () => registered('Ada'));
  expect(event.traceparent).toBe(TRACEPARENT);
  expect(readEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
});

test.each([
  '',
  'x',
  17,
  null,
  `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`,
  `${TRACEPARENT}'; drop table outbox`,
])('an event with the traceparent %j is read without it', (traceparent) => {
  const event = registered('Ada');
  expect(readEvent({ ...event, traceparent })).toEqual(event);
});

test('a consumer’s span is a child of the event’s span, and linked to it', async () => {
  const started = tracing();
  const event = { ...registered('Ada'), traceparent: TRACEPARENT };
  const subscription = { consumer: 'reports', types: ['UserRegistered'] as const, handle: async () => {} };
  await attempt(subscription, event);
  await attempt(subscription, registered('Ada'));
  expect(started).toMatchObject([
    { name: 'consume UserRegistered', kind: 'consumer', parent: TRACEPARENT, link: TRACEPARENT },
    { name: 'consume UserRegistered', kind: 'consumer', parent: null, link: undefined },
  ]);
});

test('events that a trigger creates have the trace of their transaction', async () => {
  const migrations = await mkdtemp(join(tmpdir(), 'holdfast-traced-'));
  await writeFile(join(migrations, '0001_outbox.sql'), `${OUTBOX_TABLE} ${EVENT_FUNCTIONS}`);
  await using postgres = await testPostgres(migrations);
  await rm(migrations, { recursive: true });
  const { database } = postgres;
  const made = `select new_event(uuidv7(), 'orders', 'OrderChanged', uuidv7(), now(), '{}') as event`;
  const make = () =>
    database.transaction(async (tx) => (await tx.query<{ event: Event }>(made)).rows[0]?.event.traceparent);
  expect(await inScope(SCOPE, make)).toBeUndefined();
  tracing();
  expect(await inScope(SCOPE, make)).toBe(TRACEPARENT);
  // The connection is reused: no setting of the transaction remains on it.
  expect(await make()).toBeUndefined();
});

test('events of a single statement have the trace of the statement', async () => {
  const migrations = await mkdtemp(join(tmpdir(), 'holdfast-traced-'));
  await writeFile(join(migrations, '0001_outbox.sql'), `${OUTBOX_TABLE} ${EVENT_FUNCTIONS}`);
  await using postgres = await testPostgres(migrations);
  await rm(migrations, { recursive: true });
  const make = async () => {
    const made = `select new_event(uuidv7(), 'orders', 'OrderChanged', uuidv7(), now(), jsonb_build_object('n', $1::int)) as event`;
    const { rows } = await postgres.database.query<{ event: Event }>(made, [1]);
    return rows[0]?.event.traceparent;
  };
  expect(await inScope(SCOPE, make)).toBeUndefined();
  tracing();
  expect(await inScope(SCOPE, make)).toBe(TRACEPARENT);
  expect(await make()).toBeUndefined();
});

test('an outbox on PostgreSQL exports how many events wait and for how long', async () => {
  const migrations = await mkdtemp(join(tmpdir(), 'holdfast-figures-'));
  await writeFile(join(migrations, '0001_outbox.sql'), OUTBOX_TABLE);
  await using postgres = await testPostgres(migrations);
  await rm(migrations, { recursive: true });
  const metrics = createMetrics('things');
  const { bus, taken } = takingBus();
  const outbox = createPostgresOutbox(postgres.database);
  expect(await outbox.waiting?.()).toEqual({ unsent: 0, oldestSeconds: 0 });
  const old = { ...change(newId(), 'PLACED'), time: '2020-01-01T00:00:00.000Z' };
  await insertEvents(postgres.database, [old, change(newId(), 'PLACED')]);
  const waiting = await outbox.waiting?.();
  expect(waiting?.unsent).toBe(2);
  expect(waiting?.oldestSeconds).toBeGreaterThan(100_000_000);
  const relay = startRelay({ outbox, connect: async () => bus, log: silentLog, metrics });
  await taken.count(2);
  await relay.stop();
  const text = await metrics.metrics();
  expect(text).toContain('outbox_unsent{service="things"} 0');
  expect(text).toContain('events_published_total{type="OrderChanged",service="things"} 2');
});

test('an outbox on MongoDB reports the same', async () => {
  await using mongo = await testMongo();
  const at = new Date('2026-01-01T00:01:00Z');
  const outbox = mongoOutboxOf(mongo.mongo.db, ['things'], { newId, clock: () => at });
  expect(await outbox.waiting?.()).toEqual({ unsent: 0, oldestSeconds: 0 });
  const event = { ...change(newId(), 'PLACED'), time: '2026-01-01T00:00:00.000Z' };
  await mongo.mongo.db
    .collection<WithOutbox & { name: string }>('things')
    .updateOne({ name: 'a' }, pushEvents([event]), { upsert: true });
  expect(await outbox.waiting?.()).toEqual({ unsent: 1, oldestSeconds: 60 });
});

test('a consumer counts its successes and failures', async () => {
  const metrics = createMetrics('things');
  let broken = true;
  const { handle } = countConsumed(metrics, {
    consumer: 'reports',
    types: ['UserRegistered'],
    handle: async () => {
      if (broken) throw new Error('broken');
    },
  });
  await expect(handle(registered('Ada'))).rejects.toThrow('broken');
  broken = false;
  await handle(registered('Ada'));
  const text = await metrics.metrics();
  for (const outcome of ['failed', 'done']) {
    const labels = `consumer="reports",type="UserRegistered",outcome="${outcome}",service="things"`;
    expect(text).toContain(`events_consumed_total{${labels}} 1`);
  }
});
