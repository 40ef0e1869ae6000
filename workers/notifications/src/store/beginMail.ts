import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Of an event: nothing was sent for it yet as far as is known, or something was. */
export type Begun = { readonly kind: 'begun'; readonly attempts: number } | { readonly kind: 'sent' };

/** Writes that a mail is about to be sent for an event, unless it was sent. */
export async function beginMail(
  database: Queryable,
  { eventId, mail, at }: { eventId: string; mail: string; at: Date },
): Promise<Begun> {
  const { rows } = await database.query<{ attempts: number }>(
    `insert into mails (event_id, mail, attempts, begun_at) values ($1, $2, 1, $3)
     on conflict (event_id) do update set attempts = mails.attempts + 1, begun_at = $3
       where mails.sent_at is null
     returning attempts`,
    [eventId, mail, at],
  );
  const [row] = rows;
  return row ? { kind: 'begun', attempts: row.attempts } : { kind: 'sent' };
}
