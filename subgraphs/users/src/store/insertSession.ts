import type { Collections, SessionDocument } from './collections.ts';

export async function insertSession(
  sessions: Pick<Collections['sessions'], 'insertOne'>,
  document: SessionDocument,
): Promise<void> {
  await sessions.insertOne(document);
}
