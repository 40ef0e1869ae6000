import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Writes that the mail of an event was sent. */
export async function markSent(database: Queryable, eventId: string, at: Date): Promise<void> {
  await database.query('update mails set sent_at = $2 where event_id = $1', [eventId, at]);
}
