import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { AuditEntry } from '../domain/audit.ts';

/** Adds rows to the audit trail; what is in it already stays as it is. */
export async function insertAudit(tx: Queryable, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ subjectType, subjectId, ...rest }) => ({
    ...rest,
    subject_type: subjectType,
    subject_id: subjectId,
  }));
  await tx.query(
    `insert into audit (at, id, actor, action, subject_type, subject_id, summary, before, after)
     select at, id, actor, action, subject_type, subject_id, summary, nullif(before, 'null'), nullif(after, 'null')
     from jsonb_to_recordset($1::jsonb) as said (at timestamptz, id uuid, actor text, action text,
       subject_type text, subject_id uuid, summary jsonb, before jsonb, after jsonb)
     order by subject_id, action
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}
