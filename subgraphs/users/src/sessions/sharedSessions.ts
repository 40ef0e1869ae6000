import { batch } from '@holdfast/kit-base/batch';
import { createSharedReads } from '@holdfast/kit-base/sharedReads';
import type { Collections } from '../database/collections.ts';
import { type ActiveSession, findSessions } from './queries.ts';

type LoadSession = (id: string) => Promise<ActiveSession | null>;

const sharedReads = new WeakMap<Collections['sessions'], LoadSession>();

/** Returns how a process reads sessions: for all requests together, such as those of many tabs that wake at once. */
export function sharedSessions(sessions: Collections['sessions']): LoadSession {
  const known = sharedReads.get(sessions);
  if (known) return known;
  const reads = createSharedReads(
    batch('sessions', async (ids: readonly string[]) => {
      const found = new Map((await findSessions(sessions, ids)).map((session) => [session.id, session]));
      return ids.map((id) => found.get(id) ?? null);
    }),
  );
  sharedReads.set(sessions, reads);
  return reads;
}
