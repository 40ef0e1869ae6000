import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { PageRequest } from '@holdfast/kit-values/page';
import type { MovementKind } from '../domain.ts';

/** Restricts a list; null matches any. */
export interface MovementFilter {
  readonly warehouseId: string | null;
  readonly productId: string | null;
  readonly kind: MovementKind | null;
}

export interface Movement {
  readonly id: bigint;
  readonly productId: string;
  readonly warehouseId: string;
  readonly kind: MovementKind;
  readonly onHandDelta: number;
  readonly reservedDelta: number;
  readonly onHandAfter: number;
  readonly reservedAfter: number;
  readonly reason: string | null;
  readonly reservationId: string | null;
  readonly actor: string;
  readonly at: Date;
}

const FROM = `from stock_movements as movement join stock_items as item on item.id = movement.stock_item_id
  where ($1::uuid is null or item.warehouse_id = $1) and ($2::uuid is null or item.product_id = $2)
    and ($3::text is null or movement.kind = $3)`;

/** Returns one row more than the page holds, newest first; the cursor is the id. */
export async function findMovements(
  database: Queryable,
  filter: MovementFilter,
  { limit, after }: PageRequest,
): Promise<Movement[]> {
  const { rows } = await database.query<Movement>(
    `select movement.id, item.product_id as "productId", item.warehouse_id as "warehouseId", kind,
       on_hand_delta as "onHandDelta", reserved_delta as "reservedDelta", on_hand_after as "onHandAfter",
       reserved_after as "reservedAfter", reason, reservation_id as "reservationId", actor, at
     ${FROM} and ($4::bigint is null or movement.id < $4)
     order by movement.id desc limit $5`,
    [filter.warehouseId, filter.productId, filter.kind, after?.[0] ?? null, limit + 1],
  );
  return rows;
}

export async function countMovements(database: Queryable, filter: MovementFilter): Promise<number> {
  const { rows } = await database.query<{ count: number }>(`select count(*)::int as count ${FROM}`, [
    filter.warehouseId,
    filter.productId,
    filter.kind,
  ]);
  return rows[0]?.count ?? 0;
}
