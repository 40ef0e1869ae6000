/** The streams and subjects of the bus on NATS. */
import { createHash } from 'node:crypto';
import type { JetStreamManager } from '@nats-io/jetstream';
import type { EventType } from './event.ts';

export const EVENTS_STREAM = 'HOLDFAST';
export const DEAD_STREAM = 'HOLDFAST_DEAD';

/**
 * The number of partitions. A consumer handles the events of a partition one after another, which keeps the
 * events of a subject in order whichever process handles them. An event that is being retried blocks its
 * partition, and so 1 in 64 subjects. The number must never change: otherwise a subject would move to another
 * partition, and its new events could overtake its old ones.
 */
export const PARTITIONS = 64;

const DAY = 24 * 60 * 60 * 1e9;
/** Nanoseconds in which NATS drops an event that is published twice. Consumers drop later duplicates. */
const DUPLICATE_WINDOW = 10 * 60 * 1e9;

export const partitionOf = (subject: string) =>
  createHash('sha256').update(subject).digest().readUInt32BE() % PARTITIONS;

/** @param to the consumer that the event is resent to; null for all consumers. */
export function subjectOf(partition: number | '*', to: string | null, type: EventType | '*'): string {
  return `holdfast.events.${partition}.${to === null ? 'all' : `to-${to}`}.${type}`;
}

/**
 * Returns the filter of a partition's consumer. It also matches events that were resent to other consumers.
 */
export const filterOf = (partition: number) => `holdfast.events.${partition}.>`;

/** Returns true when an event is for this consumer. */
export function isFor(consumer: string, natsSubject: string): boolean {
  const to = natsSubject.split('.')[3];
  return to === 'all' || to === `to-${consumer}`;
}

export const deadSubjectOf = (consumer: string) => `holdfast.dead.${consumer}`;

/** Creates missing streams. Several processes may do so at once. */
export async function ensureStreams({ streams }: JetStreamManager): Promise<void> {
  await streams.add({
    name: EVENTS_STREAM,
    subjects: ['holdfast.events.>'],
    max_age: 14 * DAY,
    duplicate_window: DUPLICATE_WINDOW,
  });
  await streams.add({ name: DEAD_STREAM, subjects: ['holdfast.dead.>'], allow_direct: true });
}
