/** Where events are in NATS. */
import { createHash } from 'node:crypto';
import type { JetStreamManager } from '@nats-io/jetstream';
import type { EventType } from './event.ts';

export const EVENTS_STREAM = 'HOLDFAST';
export const DEAD_STREAM = 'HOLDFAST_DEAD';

/**
 * Events of one partition are handled one after another by each consumer: what keeps the events of a subject in order,
 * whichever process handles them. An event that is being tried again keeps its partition waiting, one subject in so many
 * with it. The number is for ever: another one puts a subject into another partition, ahead of its own past.
 */
export const PARTITIONS = 64;

const DAY = 24 * 60 * 60 * 1e9;
/** Nanoseconds in which NATS drops an event that is published again; consumers drop one that comes later. */
const DUPLICATE_WINDOW = 10 * 60 * 1e9;

export const partitionOf = (subject: string) =>
  createHash('sha256').update(subject).digest().readUInt32BE() % PARTITIONS;

/** @param to whom it is for: every consumer, or the one that it is sent again to. */
export function subjectOf(partition: number | '*', to: string | null, type: EventType | '*'): string {
  return `holdfast.events.${partition}.${to === null ? 'all' : `to-${to}`}.${type}`;
}

/** What a consumer of a partition gets; those that were sent again to others are in it too. */
export const filterOf = (partition: number) => `holdfast.events.${partition}.>`;

/** Whether an event is for this consumer. */
export function isFor(consumer: string, natsSubject: string): boolean {
  const to = natsSubject.split('.')[3];
  return to === 'all' || to === `to-${consumer}`;
}

export const deadSubjectOf = (consumer: string) => `holdfast.dead.${consumer}`;

/** Makes what is not there yet; several processes may do it at once. */
export async function ensureStreams({ streams }: JetStreamManager): Promise<void> {
  await streams.add({
    name: EVENTS_STREAM,
    subjects: ['holdfast.events.>'],
    max_age: 14 * DAY,
    duplicate_window: DUPLICATE_WINDOW,
  });
  await streams.add({ name: DEAD_STREAM, subjects: ['holdfast.dead.>'], allow_direct: true });
}
