/** The idempotency keys that clients send with their changes of stock. */
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { StockItem } from './stockItems.ts';

export interface KeyedOperation {
  readonly operation: 'RECEIVE' | 'ADJUST' | 'TRANSFER';
  readonly key: string;
  /** The whole input of the request. */
  readonly input: Readonly<Record<string, string | number | null>>;
}

/**
 * Claims a key: for ever if the transaction commits, until its end otherwise. Waits for another transaction
 * that is claiming the same key.
 * @returns false when the key is used.
 */
export async function claimKey(tx: Queryable, keyed: KeyedOperation, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into idempotency_keys (operation, key, input, at) values ($1, $2, $3, $4)
     on conflict (operation, key) do nothing`,
    [keyed.operation, keyed.key, JSON.stringify(keyed.input), at],
  );
  return rowCount === 1;
}

export async function storeAnswer(
  tx: Queryable,
  { operation, key }: KeyedOperation,
  answer: readonly StockItem[],
): Promise<void> {
  await tx.query('update idempotency_keys set answer = $3 where operation = $1 and key = $2', [
    operation,
    key,
    JSON.stringify(answer),
  ]);
}

/** Returns the answer that a used key got; undefined when it was used with other input. */
export async function findAnswer(
  tx: Queryable,
  { operation, key, input }: KeyedOperation,
): Promise<StockItem[] | undefined> {
  const { rows } = await tx.query<{ answer: (Omit<StockItem, 'updatedAt'> & { updatedAt: string })[] }>(
    'select answer from idempotency_keys where operation = $1 and key = $2 and input = $3::jsonb',
    [operation, key, JSON.stringify(input)],
  );
  return rows.at(0)?.answer.map((item) => ({ ...item, updatedAt: new Date(item.updatedAt) }));
}
