import type { Log } from '@holdfast/kit-base/log';
import { repeat } from '@holdfast/kit-base/repeat';
import { z } from 'zod';

/** The sessions that ended before their access tokens expired. */
export interface RevokedSessions {
  has(sessionId: string): boolean;
  stop(): Promise<void>;
}

/** The milliseconds between two fetches: an ended session's tokens are refused within twice that. */
const INTERVAL = 2_000;

const publishedSchema = z.object({ sessions: z.array(z.string()) });

/**
 * Follows the list that the users service publishes. While it is unavailable, the last list counts: the
 * tokens expire by themselves within a quarter of an hour.
 */
export function followRevokedSessions(fetchList: () => Promise<unknown>, log: Log): RevokedSessions {
  let revoked: ReadonlySet<string> = new Set();
  const look = async () => {
    revoked = new Set(publishedSchema.parse(await fetchList()).sessions);
  };
  const following = repeat(look, INTERVAL, (err) =>
    log.debug({ err }, 'the list of ended sessions could not be had'),
  );
  return { has: (sessionId) => revoked.has(sessionId), stop: following.stop };
}
