/** One process's part of a consumer on PostgreSQL. */
import { setTimeout as delay } from 'node:timers/promises';
import { repeat } from '@holdfast/kit-base/repeat';
import { createSlots } from '@holdfast/kit-base/slots';
import type { JobWithMetadata } from 'pg-boss';
import { attempt, type Outcome } from './attempt.ts';
import { createBatches } from './batches.ts';
import type { SubscribeOptions, Subscription } from './bus.ts';
import { bury } from './postgresDeadLetters.ts';
import { type PostgresBusParts, queueOf } from './postgresParts.ts';
import { pauseAfter } from './retry.ts';

/** Milliseconds between two looks for jobs when nobody said that there are any. */
const POLL = 1_000;
/** Milliseconds between two signs of life for the jobs that this process has. */
const BEAT = 3_000;
/** Jobs taken per handler that may run: one look for jobs costs as much for many as for one. */
const PREFETCH = 4;
/** Jobs that are being tried again are kept as well, so that they take no place from others; up to so many. */
const MOST_HELD = 500;

type Job = JobWithMetadata<object>;

/**
 * Takes jobs and handles them. A job that failed stays taken while it waits to be tried again, which keeps later ones of
 * its key waiting: pg-boss counts its own pauses in whole seconds, and does not spread them fully.
 */
export function startPostgresConsumer(parts: PostgresBusParts, subscription: SubscribeOptions): Subscription {
  const { boss, log, retry, concurrency = 16 } = parts;
  const queue = queueOf(subscription.consumer);
  const stopping = new AbortController();
  const slots = createSlots(concurrency);
  const held = new Map<string, Promise<void>>();
  let resting = 0;
  let wake = () => {};
  const finish = createBatches<string>(async (ids) => void (await boss.deleteJob(queue, [...ids])));

  const attend = async (job: Job) => {
    for (let made = job.retryCount; ; ) {
      if (stopping.signal.aborted) return giveBack(job);
      const outcome: Outcome =
        made >= retry.attempts
          ? { kind: 'failed', error: 'Its process ended each time that it was tried.' }
          : await slots.run(() => attempt(subscription, job.data));
      if (outcome.kind === 'handled') return finish(job.id);
      made++;
      if (made >= retry.attempts) {
        log.error(
          { err: outcome.error, consumer: subscription.consumer, job: job.id },
          'an event is a dead letter',
        );
        return bury(parts, {
          queue,
          job,
          consumer: subscription.consumer,
          attempts: made,
          error: outcome.error,
        });
      }
      log.warn({ err: outcome.error, consumer: subscription.consumer, attempts: made }, 'an event failed');
      resting++;
      await delay(pauseAfter(made, retry), undefined, { signal: stopping.signal }).catch(() => {});
      resting--;
    }
  };
  const giveBack = async (job: Job) => void (await boss.fail(queue, job.id, { message: 'given back' }));
  /** What cannot be written now stays taken; without a sign of life it goes to another process in a while. */
  const hold = (job: Job) => {
    const done = attend(job)
      .catch((err) => log.warn({ err, consumer: subscription.consumer }, 'an event could not be finished'))
      .finally(() => {
        held.delete(job.id);
        wake();
      });
    held.set(job.id, done);
  };

  const take = async () => {
    const room = Math.min(concurrency * PREFETCH - (held.size - resting), MOST_HELD - held.size);
    if (room < (concurrency * PREFETCH) / 2) return false;
    const jobs = await boss.fetch<object>(queue, { batchSize: room, includeMetadata: true });
    jobs.forEach(hold);
    return jobs.length === room;
  };
  const taking = repeat(
    async () => {
      while (!stopping.signal.aborted && (await take()));
    },
    POLL,
    (err) => log.warn({ err, consumer: subscription.consumer }, 'no events could be taken'),
  );
  wake = taking.wake;
  const forget = parts.onWake(taking.wake);
  const beating = repeat(
    async () => void (held.size > 0 && (await boss.touch(queue, [...held.keys()]))),
    BEAT,
    (err) => log.warn({ err, consumer: subscription.consumer }, 'no sign of life could be given'),
  );
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping.abort();
    forget();
    await taking.stop();
    await Promise.all(held.values());
    await beating.stop();
  };
  return { stop: () => (stopped ??= stop()) };
}
