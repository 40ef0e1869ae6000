import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Sent: the event's mail was sent before. Started: as far as is known, it was not. */
export type Start = { readonly kind: 'started'; readonly attempts: number } | { readonly kind: 'sent' };

/** Records that the mail of an event is about to be sent, unless it was sent. */
export async function startMail(
  database: Queryable,
  { eventId, mail, at }: { eventId: string; mail: string; at: Date },
): Promise<Start> {
  const { rows } = await database.query<{ attempts: number }>(
    `insert into mails (event_id, mail, attempts, begun_at) values ($1, $2, 1, $3)
     on conflict (event_id) do update set attempts = mails.attempts + 1, begun_at = $3
       where mails.sent_at is null
     returning attempts`,
    [eventId, mail, at],
  );
  const [row] = rows;
  return row ? { kind: 'started', attempts: row.attempts } : { kind: 'sent' };
}

/** Records that the mail of an event was sent. */
export async function markSent(database: Queryable, eventId: string, at: Date): Promise<void> {
  await database.query('update mails set sent_at = $2 where event_id = $1', [eventId, at]);
}

/** Deletes mails that were started before a time so long ago that no bus delivers their events again. */
export async function forgetMails(database: Queryable, before: Date): Promise<void> {
  await database.query('delete from mails where begun_at < $1', [before]);
}
