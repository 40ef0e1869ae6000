import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Sent: the event's mail was sent before. Started: as far as is known, it was not. */
export type Start = { readonly kind: 'started'; readonly attempts: number } | { readonly kind: 'sent' };

/** A mail that is about to be sent. */
export interface StartedMail {
  readonly eventId: string;
  readonly mail: string;
  readonly at: Date;
}

/**
 * Records that the mails of these events are about to be sent, except those that were sent.
 * @returns an answer for each, in their order.
 */
export async function startMails(database: Queryable, mails: readonly StartedMail[]): Promise<Start[]> {
  const { rows } = await database.query<{ place: number; attempts: number }>(
    `with given as (
       select id::uuid, mail, at, place::int
       from unnest($1::text[], $2::text[], $3::timestamptz[]) with ordinality as given (id, mail, at, place)
     ), started as (
       insert into mails (event_id, mail, attempts, begun_at) select distinct on (id) id, mail, 1, at from given order by id
       on conflict (event_id) do update set attempts = mails.attempts + 1, begun_at = excluded.begun_at
         where mails.sent_at is null
       returning event_id, attempts
     )
     select place, attempts from given join started on event_id = id`,
    [mails.map(({ eventId }) => eventId), mails.map(({ mail }) => mail), mails.map(({ at }) => at)],
  );
  const attempts = new Map(rows.map((row) => [row.place, row.attempts]));
  return mails.map((_mail, n) => {
    const made = attempts.get(n + 1);
    return made === undefined ? { kind: 'sent' } : { kind: 'started', attempts: made };
  });
}

/** Records that the mails of these events were sent. */
export async function markSent(
  database: Queryable,
  sent: readonly { readonly eventId: string; readonly at: Date }[],
): Promise<void> {
  await database.query(
    `update mails set sent_at = sent.at from unnest($1::uuid[], $2::timestamptz[]) as sent (id, at)
     where event_id = sent.id`,
    [sent.map(({ eventId }) => eventId), sent.map(({ at }) => at)],
  );
}

/** Deletes mails that were started before a time so long ago that no bus delivers their events again. */
export async function forgetMails(database: Queryable, before: Date): Promise<void> {
  await database.query('delete from mails where begun_at < $1', [before]);
}
