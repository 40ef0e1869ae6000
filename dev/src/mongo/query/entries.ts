import type { Plan, Range } from './plan.ts';

type IndexPlan = Extract<Plan, { kind: 'IXSCAN' }>;
type Parameter = Uint8Array | number;

/**
 * Returns SQL that tests an entry `i` for the other lists of keys. All entries of a document are equal after
 * the first key, so the position of its entry for another key is known, and a lookup there reads no document.
 */
export function checksSql({ table, checks }: IndexPlan): string {
  return checks
    .map((list) => {
      const keys = list.map(() => 'cast(? || substr(i.key, ?) as blob)').join(', ');
      return ` and exists (select 1 from ${table} as o where o.key in (${keys}) and o.doc = i.doc)`;
    })
    .join('');
}

export function checkParameters({ checks }: IndexPlan, range: Range): Parameter[] {
  return checks.flatMap((list) => list.flatMap((key) => [key, range.first + 1]));
}
