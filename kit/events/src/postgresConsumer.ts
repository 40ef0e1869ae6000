/** A process's part of a consumer on PostgreSQL. */
import { setTimeout as delay } from 'node:timers/promises';
import { repeat } from '@holdfast/kit-base/repeat';
import { createSlots } from '@holdfast/kit-base/slots';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { attempt, BATCH, createBatches, type Outcome } from './attempt.ts';
import type { BusOptions, SubscribeOptions, Subscription } from './bus.ts';
import { createOutage } from './outage.ts';
import { insertDeadLetter } from './postgresDeadLetters.ts';
import {
  announceMembers,
  deleteHandled,
  joinConsumer,
  leaveConsumer,
  noteTrying,
  PARTITIONS,
  readEvents,
  registerConsumer,
  type StoredEvent,
  takeOver,
  writeProgress,
} from './postgresLog.ts';
import { createShare, type Share } from './postgresShare.ts';
import { pauseAfter } from './retry.ts';

/** Milliseconds between two looks at the log and at the consumer's processes without any notice. */
const POLL = 30_000;
/** The same while a consumer has several processes, because no notice says that one has died. */
const SHARED_POLL = 5_000;
/** The same after an error. */
const RETRY = 500;
/** Milliseconds in which progress is collected before it is written. A killed process repeats what it handled in them. */
const PROGRESS = 1_000;
/** Milliseconds between two deletions of events that all consumers have handled. */
const CLEAN = 10_000;
/** Subjects taken at once per concurrent handler, because one read costs the same for many events as for one. */
const PREFETCH = 4;
/** Milliseconds between two reads for which notices gather, because a read costs the same for many events as for one. */
const GATHER = 100;
/** The maximum number of events of one subject in a batch. */
const CHAIN = 64;
/** The maximum number of taken events, with those that wait behind one that is tried again. */
const MAX_TAKEN = 10_000;

/** The key of the chain of events that are handled one by one. */
const ALONE = '';

export interface PostgresConsumer extends Subscription {
  /** Returns true when the consumer receives events of this type. */
  takes(type: string): boolean;
  /** Reads new events. */
  wake(): void;
  /** Claims and gives back partitions, because the consumer's processes may have changed. */
  regroup(): void;
}

export interface PostgresConsumerOptions extends BusOptions {
  readonly database: Postgres;
  /** True when processes of an earlier version may still write to their own tables. */
  readonly hasFormer: boolean;
  /** Returns the number of the lock that this process's listening session holds now. */
  readonly member: () => number;
  /** Breaks the listening session when the server no longer answers on it. */
  readonly probe: () => Promise<void>;
}

interface Taken extends StoredEvent {
  readonly share: Share;
  /** Attempts that ended with their process. */
  readonly crashes: number;
  /** True when it is noted before it is handled, and no other such event is handled meanwhile. */
  readonly isAlone: boolean;
}

/**
 * Registers a consumer, claims a fair share of its partitions, and handles their events. Events of one subject are
 * handled in order, and an event that waits for its next attempt keeps only those waiting. After a crash, the
 * events of a partition are handled one by one, so that the one that crashes the process is known by its
 * position, and becomes a dead letter in the end.
 */
export async function startPostgresConsumer(
  options: PostgresConsumerOptions,
  subscription: SubscribeOptions,
): Promise<PostgresConsumer> {
  const { database, log, retry, newId, concurrency = 16 } = options;
  const { consumer, types } = subscription;
  await registerConsumer(database, consumer, types);
  const slots = createSlots(concurrency);
  const attemptTogether = createBatches(subscription);
  /** The number of subjects that are taken at once. */
  const most = attemptTogether ? BATCH : concurrency * PREFETCH;
  const shares = new Map<number, Share>();
  /** The taken events by what they wait for, in order. The first of each is being handled. */
  const chains = new Map<string, Taken[]>();
  let taken = 0;
  let retrying = 0;
  let members = 1;
  /** The number under which the shares are held. */
  let joined = 0;
  const outage = (message: string) => createOutage((err) => log.warn({ err, consumer }, message));

  // Progress

  const inTurn = createTurns();
  const writing = outage('the progress of a consumer cannot be written now; retrying');
  let cleaned = performance.now();
  const writeShares = (written: readonly Share[], release: boolean) =>
    inTurn(async () => {
      const news = written
        .map((share) => ({ share, progress: share.progress() }))
        .filter(({ share, progress }) => release || share.isNew(progress));
      if (news.length === 0) return;
      const rows = news.map(({ progress }) => progress);
      const count = await writeProgress(database, { consumer, member: joined, release }, rows);
      writing.over();
      for (const { share, progress } of news) share.written(progress);
      if (count < rows.length) grouping.wake();
      if (performance.now() - cleaned < CLEAN) return;
      cleaned = performance.now();
      await deleteHandled(database);
    });
  let timer: NodeJS.Timeout | undefined;
  const writeSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      writeShares([...shares.values()], false).catch((err) => {
        writing.failed(err);
        writeSoon();
      });
    }, PROGRESS);
  };

  // Handling

  /** Writes something about an event until that succeeds. @returns undefined when the partition was given up first. */
  const persist = async <T>({ share }: Taken, write: () => Promise<T>): Promise<T | undefined> => {
    for (let tries = 1; !share.leaving.signal.aborted; tries++) {
      try {
        return await write();
      } catch (err) {
        if (tries === 1) log.warn({ err, consumer }, 'the state of an event cannot be written now; retrying');
        await delay(pauseAfter(tries, retry), undefined, { signal: share.leaving.signal }).catch(() => {});
      }
    }
    return undefined;
  };
  /** @returns false when the partition was given up first. */
  const bury = async (each: Taken, attempts: number, error: unknown): Promise<boolean> => {
    const { event, position } = each;
    log.error({ err: error, consumer, position }, 'an event is a dead letter');
    const dead = { id: newId(), consumer, position, event, attempts, error };
    return (
      (await persist(each, async () => {
        await insertDeadLetter(database, dead);
        return true;
      })) ?? false
    );
  };
  /** Notes the event for the case that it ends this process. @returns false when the partition was given up first. */
  const note = async (each: Taken): Promise<boolean> => {
    const noted = await persist(each, () => noteTrying(database, { consumer, member: joined }, each));
    if (noted === false) {
      // The events behind this one must not overtake it when the partition is claimed again.
      each.share.leaving.abort();
      grouping.wake();
    }
    return noted ?? false;
  };
  /** @returns false when the partition was given up before the event was handled. */
  const settle = async (each: Taken): Promise<boolean> => {
    const { signal } = each.share.leaving;
    if (each.isAlone && !(await note(each))) return false;
    for (let attempts = each.crashes; ; ) {
      const outcome: Outcome | undefined =
        attempts >= retry.attempts
          ? { kind: 'failed', error: 'Its process crashed on every attempt.' }
          : await slots.run(async () =>
              signal.aborted ? undefined : await attempt(subscription, each.event),
            );
      if (outcome === undefined) return false;
      if (outcome.kind === 'handled') return true;
      attempts++;
      if (attempts >= retry.attempts) return bury(each, attempts, outcome.error);
      log.warn({ err: outcome.error, consumer, attempts }, 'an event failed');
      retrying++;
      await delay(pauseAfter(attempts, retry), undefined, { signal }).catch(() => {});
      retrying--;
    }
  };
  let wantsMore = false;
  const handleNext = async (each: Taken) => {
    if (each.share.leaving.signal.aborted || !(await settle(each))) return;
    each.share.finish(each.position);
    if (each.isAlone) await writeShares([each.share], false).catch(writing.failed);
    else writeSoon();
  };
  /** Returns the first event of a chain, with those that are handled together with it. */
  const firstOf = (chain: readonly Taken[]): readonly Taken[] => {
    const [first] = chain;
    if (!attemptTogether || first?.isAlone) return chain.slice(0, 1);
    const others = chain.findIndex(({ share }) => share !== first?.share);
    return chain.slice(0, Math.min(CHAIN, others === -1 ? CHAIN : others));
  };
  /** @param events of one share. */
  const handleAll = async (events: readonly Taken[], { leaving: { signal } }: Share) => {
    const messages = events.map(({ event }) => event);
    const isTogether = !signal.aborted && !events[0]?.isAlone;
    if (isTogether && (await attemptTogether?.(messages, () => signal.aborted))) {
      for (const { share, position } of events) share.finish(position);
      writeSoon();
    } else {
      for (const each of events) await handleNext(each);
    }
  };
  const runChain = async (key: string) => {
    const chain = chains.get(key) ?? [];
    for (let each = chain[0]; each; each = chain[0]) {
      const { share } = each;
      const events = firstOf(chain);
      const handled = handleAll(events, share);
      share.running.add(handled);
      await handled;
      share.running.delete(handled);
      chain.splice(0, events.length);
      taken -= events.length;
    }
    chains.delete(key);
    if (wantsMore) taking.wake();
  };
  /** Appends an event to its chain. @returns the key of a new chain, which is to be run. */
  const append = (each: Taken, subject: string): string | undefined => {
    taken++;
    const key = each.isAlone ? ALONE : `${each.partition} ${subject}`;
    const chain = chains.get(key);
    if (chain) chain.push(each);
    else chains.set(key, [each]);
    return chain ? undefined : key;
  };

  // Reading

  /** @returns true when there may be more. */
  const take = async (): Promise<boolean> => {
    const mine = [...shares.values()].filter(({ leaving }) => !leaving.signal.aborted);
    const room = Math.min(most - (chains.size - retrying), MAX_TAKEN - taken);
    wantsMore = room < most / 2;
    if (mine.length === 0 || wantsMore) return false;
    readAt = performance.now();
    const { events, end } = await readEvents(database, {
      consumer,
      types,
      partitions: mine.map(({ partition }) => partition),
      after: Math.min(...mine.map(({ fetched }) => fetched)),
      limit: room,
    });
    const started = events.flatMap((each) => {
      const share = mine.find(({ partition }) => partition === each.partition);
      const isAlone = share?.isCareful ?? false;
      const crashes = share?.take(each.position);
      if (!share || crashes === undefined) return [];
      return append({ ...each, share, crashes, isAlone }, subjectOf(each.event)) ?? [];
    });
    // Only now, so that the first batch has all events of each subject.
    for (const key of started) void runChain(key);
    wantsMore = events.length === room;
    const last = wantsMore ? events.at(-1)?.position : end;
    for (const share of mine) share.skipTo(last ?? end, !wantsMore);
    return wantsMore;
  };
  let readAt = 0;
  const reading = outage('events cannot be read now; retrying');
  let isReading = true;
  const taking = repeat(
    async (stopping) => {
      isReading = false;
      while (!stopping.aborted && (await take()));
      reading.over();
      isReading = true;
    },
    () => (isReading ? POLL : RETRY),
    reading.failed,
  );

  let gathering: NodeJS.Timeout | undefined;
  const takeSoon = () => {
    const wait = Math.max(0, readAt + GATHER - performance.now());
    gathering ??= setTimeout(() => {
      gathering = undefined;
      taking.wake();
    }, wait);
  };

  // Membership

  /** Waits for running handlers, and leaves the other events to the next holder. */
  const leave = async (left: readonly Share[]) => {
    for (const { leaving } of left) leaving.abort();
    await Promise.all(left.flatMap(({ running }) => [...running]));
    for (const { partition } of left) shares.delete(partition);
  };
  const group = async () => {
    const given = [...shares.values()].filter(({ leaving }) => leaving.signal.aborted);
    await leave(given);
    // They may be claimed again, from what is written.
    await writeShares(given, false);
    const member = options.member();
    const isNew = member !== joined;
    if (isNew) {
      const held = [...shares.values()];
      await leave(held);
      await writeShares(held, false);
    }
    const found = await database.transaction((tx) =>
      joinConsumer(tx, subscription, member, isNew ? joined : 0),
    );
    joined = member;
    members = found.members;
    await leave(
      [...shares.values()].filter(
        ({ partition }) => !found.claims.some((claim) => claim.partition === partition),
      ),
    );
    for (const claim of found.claims)
      if (!shares.has(claim.partition)) shares.set(claim.partition, createShare(claim));
    const surplus = [...shares.values()].slice(found.fair);
    await leave(surplus);
    if (surplus.length > 0) await writeShares(surplus, true);
    if (isNew || surplus.length > 0) await announceMembers(database, consumer);
    await writeShares([...shares.values()], false);
    taking.wake();
  };
  const joining = outage('the processes of a consumer cannot be read now; retrying');
  let isGrouped = true;
  const grouping = repeat(
    async () => {
      isGrouped = false;
      await options.probe();
      if (options.hasFormer) await takeOver(database);
      await group();
      joining.over();
      isGrouped = true;
    },
    () => {
      // The others have yet to give partitions back, or the session of one that died has yet to end.
      if (!isGrouped || shares.size < Math.floor(PARTITIONS / members)) return RETRY;
      return members > 1 ? SHARED_POLL : POLL;
    },
    joining.failed,
  );

  const stop = async () => {
    for (const { leaving } of shares.values()) leaving.abort();
    clearTimeout(gathering);
    await Promise.all([grouping.stop(), taking.stop()]);
    const all = [...shares.values()];
    await leave(all);
    clearTimeout(timer);
    try {
      await writeShares(all, true);
      await leaveConsumer(database, consumer, joined);
    } catch (err) {
      writing.failed(err);
    }
  };
  let stopped: Promise<void> | undefined;
  return {
    takes: (type) => types.some((each) => each === type),
    wake: takeSoon,
    regroup: grouping.wake,
    stop: () => (stopped ??= stop()),
  };
}

/** Returns a function that runs work one after the other. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}

/** An event without a subject is refused when it is handled. */
const subjectOf = (event: unknown): string => {
  const subject = (event as { subject?: unknown } | null)?.subject;
  return typeof subject === 'string' ? subject : '';
};
