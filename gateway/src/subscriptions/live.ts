import type { Event } from '@holdfast/kit-events/event';
import type { FormattedExecutionResult } from 'graphql';
import { createLatest } from './latest.ts';
import { isAway, type Reply } from './reply.ts';

/** The answers to one subscription. `return` ends it, at once where it waits for an event. */
export interface Live extends AsyncGenerator<FormattedExecutionResult, void, undefined> {
  /** Resolves at its end, whoever ended it, when nothing is read for it any more. */
  readonly ended: Promise<void>;
  /** Looks whether the client may still listen, and ends it with the reason when not. */
  check(): Promise<void>;
}

export interface LiveOptions {
  /** Whether the first reading is an answer, or only shows whether the client may. */
  readonly initial: boolean;
  /** @returns the last answer, if the client may not listen any more. */
  authorize(): Promise<Reply | undefined>;
  /** Reads the value for the client, at first and after news. Never rejects. */
  read(news: News | undefined): Promise<Reply>;
  /** Begins to hear of events, and of times when events may have been missed; returns what ends that. */
  follow(onEvent: (event: Event) => void, onGap: () => void): () => void;
}

/** An event, or that events may have been missed. */
export type News = Event | 'gap';

/** Subjects whose latest event may wait for a slow client. */
const WAITING = 1_000;
/** Milliseconds until a value that a service could not give is asked for again. */
const AGAIN = 2_000;

/**
 * Reads the value after each event, and only when the client took the answer before: events that come meanwhile are one,
 * so a slow client gets the latest state.
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
        // What is only told of by events, as they happen, cannot be read again after some were missed.
        if (isAway(result) && (initial || news !== 'gap')) readAgainLater(news);
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
    // One that never began has no `finally`.
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
