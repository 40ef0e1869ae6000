/** A process's share of a consumer on PostgreSQL. */
import { setTimeout as delay } from 'node:timers/promises';
import { repeat } from '@holdfast/kit-base/repeat';
import { createSlots } from '@holdfast/kit-base/slots';
import type { JobWithMetadata } from 'pg-boss';
import { attempt, type Outcome } from './attempt.ts';
import { createBatches } from './batches.ts';
import type { SubscribeOptions, Subscription } from './bus.ts';
import { moveToDeadLetters } from './postgresDeadLetters.ts';
import { type PostgresBusParts, queueOf } from './postgresParts.ts';
import { pauseAfter } from './retry.ts';

/** Milliseconds between two polls for jobs when there was no notification. */
const POLL = 1_000;
/** Milliseconds between two heartbeats for the jobs that this process has taken. */
const HEARTBEAT = 3_000;
/**
 * The number of jobs taken per concurrent handler, because one poll costs the same for many jobs as for one.
 */
const PREFETCH = 4;
/**
 * The maximum number of taken jobs. Jobs that wait for a retry are taken in addition, so that they block no
 * others.
 */
const MAX_TAKEN = 500;

type Job = JobWithMetadata<object>;

/**
 * Takes jobs and handles them. A failed job stays taken while it waits for its retry, which makes later jobs
 * of its key wait. pg-boss's own retries are not used: their pauses are whole seconds, without full jitter.
 */
export function startPostgresConsumer(parts: PostgresBusParts, subscription: SubscribeOptions): Subscription {
  const { boss, log, retry, concurrency = 16 } = parts;
  const queue = queueOf(subscription.consumer);
  const stopping = new AbortController();
  const slots = createSlots(concurrency);
  const taken = new Map<string, Promise<void>>();
  let retrying = 0;
  let wake = () => {};
  const finish = createBatches<string>(async (ids) => void (await boss.deleteJob(queue, [...ids])));

  const handleJob = async (job: Job) => {
    for (let attempts = job.retryCount; ; ) {
      if (stopping.signal.aborted) return giveBack(job);
      const outcome: Outcome =
        attempts >= retry.attempts
          ? { kind: 'failed', error: 'Its process crashed on every attempt.' }
          : await slots.run(() => attempt(subscription, job.data));
      if (outcome.kind === 'handled') return finish(job.id);
      attempts++;
      if (attempts >= retry.attempts) {
        log.error(
          { err: outcome.error, consumer: subscription.consumer, job: job.id },
          'an event is a dead letter',
        );
        return moveToDeadLetters(parts, {
          queue,
          job,
          consumer: subscription.consumer,
          attempts,
          error: outcome.error,
        });
      }
      log.warn({ err: outcome.error, consumer: subscription.consumer, attempts }, 'an event failed');
      retrying++;
      await delay(pauseAfter(attempts, retry), undefined, { signal: stopping.signal }).catch(() => {});
      retrying--;
    }
  };
  const giveBack = async (job: Job) => void (await boss.fail(queue, job.id, { message: 'given back' }));
  /** A job whose outcome cannot be written loses its heartbeat, and so goes to another process in a while. */
  const startJob = (job: Job) => {
    const done = handleJob(job)
      .catch((err) =>
        log.warn({ err, consumer: subscription.consumer }, 'the outcome of an event could not be recorded'),
      )
      .finally(() => {
        taken.delete(job.id);
        wake();
      });
    taken.set(job.id, done);
  };

  const take = async () => {
    const room = Math.min(concurrency * PREFETCH - (taken.size - retrying), MAX_TAKEN - taken.size);
    if (room < (concurrency * PREFETCH) / 2) return false;
    const jobs = await boss.fetch<object>(queue, { batchSize: room, includeMetadata: true });
    jobs.forEach(startJob);
    return jobs.length === room;
  };
  const taking = repeat(
    async () => {
      while (!stopping.signal.aborted && (await take()));
    },
    POLL,
    (err) => log.warn({ err, consumer: subscription.consumer }, 'events could not be fetched'),
  );
  wake = taking.wake;
  const unsubscribe = parts.onWake(taking.wake);
  const heartbeats = repeat(
    async () => void (taken.size > 0 && (await boss.touch(queue, [...taken.keys()]))),
    HEARTBEAT,
    (err) => log.warn({ err, consumer: subscription.consumer }, 'the heartbeat of events could not be sent'),
  );
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping.abort();
    unsubscribe();
    await taking.stop();
    await Promise.all(taken.values());
    await heartbeats.stop();
  };
  return { stop: () => (stopped ??= stop()) };
}
