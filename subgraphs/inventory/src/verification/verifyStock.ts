import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import { findBrokenRows, findDisagreements, findWrongHolds } from './queries.ts';

/**
 * Proves that stock, ledger and holds agree, in full and while the shop runs.
 * @returns a line for each item, reservation line or ledger row that does not agree.
 */
export async function verifyStock(database: Postgres): Promise<string[]> {
  const inOneSnapshot = async (tx: Queryable): Promise<string[]> => {
    // One snapshot for all queries, and time to read the whole ledger.
    await tx.query('set transaction isolation level repeatable read, read only');
    const items = await findDisagreements(tx);
    const holds = await findWrongHolds(tx);
    const rows = await findBrokenRows(tx);
    return [
      ...items.map(
        (item) =>
          `stock item ${item.itemId} (product ${item.productId}, warehouse ${item.warehouseId}): ` +
          `on hand ${item.onHand}, by its ledger ${item.ledgerOnHand}; ` +
          `reserved ${item.reserved}, by its ledger ${item.ledgerReserved}, held ${item.held}`,
      ),
      ...holds.map(
        (hold) =>
          `reservation ${hold.reservationId} of stock item ${hold.itemId}: ${hold.status} with ${hold.quantity} units; ` +
          `by its rows of the ledger on hand ${hold.ledgerOnHand}, reserved ${hold.ledgerReserved}`,
      ),
      ...rows.map(
        (row) =>
          `ledger row ${row.id} of stock item ${row.itemId}: says on hand ${row.onHandAfter} and reserved ` +
          `${row.reservedAfter} after it, the rows up to it make ${row.onHand} and ${row.reserved}`,
      ),
    ];
  };
  return database.transaction(inOneSnapshot, { unlimited: true });
}
