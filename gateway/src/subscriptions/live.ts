import type { Event } from '@holdfast/kit-events/event';
import type { FormattedExecutionResult } from 'graphql';
import { createLatest } from './latest.ts';
import { isUnavailable, type Reply } from './reply.ts';

/** The answers to one subscription. `return` ends it, at once when it is waiting for an event. */
export interface Live extends AsyncGenerator<FormattedExecutionResult, void, undefined> {
  /** Resolves once the subscription has ended, for whatever reason, and no read is running for it. */
  readonly ended: Promise<void>;
  /** Checks that the client may still listen, and otherwise ends the subscription with the reason. */
  check(): Promise<void>;
}

export interface LiveOptions {
  /** True when the first reading is an answer; false when it only checks permission. */
  readonly initial: boolean;
  /** @returns the last answer, when the client may no longer listen. */
  authorize(): Promise<Reply | undefined>;
  /** Reads the value for the client, at the start and after news. Never rejects. */
  read(news: News | undefined): Promise<Reply>;
  /**
   * Starts following events, and gaps in which events may have been missed. Returns a function that stops it.
   */
  follow(onEvent: (event: Event) => void, onGap: () => void): () => void;
}

/** An event, or a gap in which events may have been missed. */
export type News = Event | 'gap';

/** The most subjects whose latest event may wait for a slow client. */
const WAITING = 1_000;
/** The milliseconds until a value that a service could not provide is read again. */
const AGAIN = 2_000;

/**
 * Reads the value after each event, but only once the client has taken the previous answer. Events that
 * arrive meanwhile count as one, so a slow client gets the latest state.
 */
export function live({ initial, authorize, read, follow }: LiveOptions): Live {
  const waiting = createLatest<News>(WAITING);
  const hear = (news: News) => waiting.put(news === 'gap' ? news : news.subject, news);
  const unfollow = follow(hear, () => hear('gap'));
  const timers = new Set<NodeJS.Timeout>();
  const ended = Promise.withResolvers<void>();
  let last: Reply | undefined;

  const readAgainLater = (news: News) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      hear(news);
    }, AGAIN);
    timers.add(timer);
  };
  const end = () => {
    unfollow();
    waiting.end();
    for (const timer of timers) clearTimeout(timer);
  };

  async function* answers(): AsyncGenerator<FormattedExecutionResult, void, undefined> {
    try {
      const first = await read(undefined);
      if (initial || first.final) yield first.result;
      if (first.final) return;
      for (let news = await waiting.take(); news; news = await waiting.take()) {
        const { result, final, silent } = await read(news);
        if (silent) continue;
        yield result;
        if (final) return;
        // A value that exists only with its event cannot be read again after a gap.
        if (isUnavailable(result) && (initial || news !== 'gap')) readAgainLater(news);
      }
      if (last) yield last.result;
    } finally {
      end();
      ended.resolve();
    }
  }

  const generator = answers();
  const stop = () => {
    end();
    // A generator that never started does not run its `finally`.
    return generator.return().finally(ended.resolve);
  };
  return {
    ended: ended.promise,
    next: () => generator.next(),
    return: stop,
    throw: stop,
    async check() {
      last ??= await authorize();
      if (last) waiting.end();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}
