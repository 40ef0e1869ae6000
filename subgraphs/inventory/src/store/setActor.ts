import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Says to the triggers that tell of changes who makes those of this transaction (`current_actor`). */
export async function setActor(tx: Queryable, actor: string): Promise<void> {
  await tx.query("select set_config('holdfast.actor', $1, true)", [actor]);
}
