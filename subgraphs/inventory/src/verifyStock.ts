import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import { findBrokenRows } from './store/findBrokenRows.ts';
import { findDisagreements } from './store/findDisagreements.ts';
import { findWrongHolds } from './store/findWrongHolds.ts';

/**
 * Proves that stock, ledger and holds agree, however much there is of them, while the shop runs.
 * @returns a line for each item, line of a reservation or row of the ledger that does not.
 */
export async function verifyStock(database: Postgres): Promise<string[]> {
  const inOneMoment = async (tx: Queryable): Promise<string[]> => {
    // One moment for all questions, and time for all of the ledger.
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
  return database.transaction(inOneMoment, { unlimited: true });
}
