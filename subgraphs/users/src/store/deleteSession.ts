import type { Collections } from './collections.ts';

/** Ends a session: none of its tokens is good any more. @returns what it was; undefined when there was none. */
export async function deleteSession(
  sessions: Pick<Collections['sessions'], 'findOneAndDelete'>,
  id: string,
): Promise<{ userId: string; expiresAt: Date } | undefined> {
  const session = await sessions.findOneAndDelete({ _id: id });
  return session ? { userId: session.userId, expiresAt: session.expiresAt } : undefined;
}
