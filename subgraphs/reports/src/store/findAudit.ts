import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { PageRequest } from '@holdfast/kit-values/page';
import type { AuditAction, AuditEntry, AuditSubjectType } from '../domain/audit.ts';

/** Null is no condition. */
export interface AuditFilter {
  readonly actor: string | null;
  /** Any of these. */
  readonly actions: readonly AuditAction[] | null;
  readonly subjectType: AuditSubjectType | null;
  readonly subjectId: string | null;
  readonly from: Date | null;
  /** Done then is still within. */
  readonly to: Date | null;
}

const MATCHES = `($1::text is null or actor = $1) and ($2::text[] is null or action = any ($2))
  and ($3::text is null or subject_type = $3) and ($4::uuid is null or subject_id = $4)
  and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at <= $6)`;

const valuesOf = ({ actor, actions, subjectType, subjectId, from, to }: AuditFilter): unknown[] => [
  actor,
  actions,
  subjectType,
  subjectId,
  from,
  to,
];

/** One more than the page, newest first; the cursor has time and id. */
export async function findAudit(
  database: Queryable,
  filter: AuditFilter,
  { limit, after }: PageRequest,
): Promise<AuditEntry[]> {
  const { rows } = await database.query<AuditEntry>(
    `select id, at, actor, action, subject_type as "subjectType", subject_id as "subjectId", summary, before, after
     from audit where ${MATCHES} and ($7::timestamptz is null or (at, id) < ($7, $8::uuid))
     order by at desc, id desc limit $9`,
    [...valuesOf(filter), after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows;
}

export async function countAudit(database: Queryable, filter: AuditFilter): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from audit where ${MATCHES}`,
    valuesOf(filter),
  );
  return rows[0]?.count ?? 0;
}
