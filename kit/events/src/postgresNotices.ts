/** Notices over PostgreSQL's NOTIFY, which carries at most 8,000 bytes. */
import type { Event } from './event.ts';
import { typeOf } from './event.ts';

/** The channel of all notices. */
export const CHANNEL = 'holdfast_events';

/** Bytes of a piece of an event. As base64 with its header, it stays below the limit. */
const PIECE = 5_000;

/** A notice that is not about a new event. */
export type Signal =
  /** A consumer's dead letter was sent again. */
  | 'resent'
  /** A process of a consumer came, went, or gave partitions back. */
  | 'members';

export interface Notice {
  /** `event` for a piece of a new event. */
  readonly kind: 'event' | Signal;
  /** The event's type, or the consumer. */
  readonly about: string;
  /** The event's JSON, with the last of its pieces. */
  readonly message?: string | undefined;
}

/**
 * Returns the payloads of an event, to be sent in this order in one transaction.
 * @param key a unique key of the event.
 */
export function toNotices(key: string, event: Event): string[] {
  const bytes = Buffer.from(JSON.stringify(event));
  const count = Math.max(1, Math.ceil(bytes.length / PIECE));
  return Array.from({ length: count }, (_, n) => {
    const piece = bytes.subarray(n * PIECE, (n + 1) * PIECE).toString('base64');
    return `event ${typeOf(event) ?? ''} ${key} ${count - 1 - n} ${piece}`;
  });
}

/** Returns the payload of a signal about a consumer. */
export const toSignal = (signal: Signal, consumer: string): string => `${signal} ${consumer}`;

/** Creates a function that reads payloads and reassembles events. */
export function createNoticeReader(): (payload: string) => Notice {
  const pieces = new Map<string, Buffer[]>();
  return (payload) => {
    const [kind = '', about = '', key = '', left, piece = ''] = payload.split(' ');
    if (kind !== 'event') return { kind: kind as Signal, about };
    const all = [...(pieces.get(key) ?? []), Buffer.from(piece, 'base64')];
    if (left !== '0') {
      pieces.set(key, all);
      return { kind, about };
    }
    pieces.delete(key);
    return { kind, about, message: Buffer.concat(all).toString() };
  };
}
