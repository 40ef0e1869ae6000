import { needsStock } from '../domain/order.ts';
import { ReleaseReservationDocument, ReserveStockDocument } from '../generated/inventory.ts';
import { known, type Step } from './step.ts';

/** Holds the units: all or none. The order's id is the reference, and so the idempotency key. */
export const reserveStock: Step = {
  name: 'RESERVE_STOCK',
  needed: needsStock,
  async run(order, { services, call }) {
    const lines = order.lines
      .filter(({ kind }) => kind !== 'DIGITAL')
      .map(({ productId, quantity }) => ({ productId, quantity }));
    const { reserveStock: result } = await services.inventory.call(
      ReserveStockDocument,
      { reference: order.id, lines },
      call,
    );
    if (!result) throw new Error('inventory gave no result');
    if (result.__typename === 'Reservation') return { kind: 'done', change: { reservationId: result.id } };
    const names = new Map(order.lines.map(({ productId, name }) => [productId, name]));
    const missing = result.shortages.map(
      ({ productId, requested, available }) => `${names.get(productId)}: ${available} of ${requested}`,
    );
    const message = `Too little stock: ${missing.join(', ')}.`;
    return { kind: 'refused', rejection: { code: 'OUT_OF_STOCK', message, shortages: result.shortages } };
  },
  async compensate(order, { services, call }) {
    const id = known(order.reservationId, 'reservation');
    const reason = order.rejection?.message ?? null;
    await services.inventory.call(ReleaseReservationDocument, { id, reason }, call);
    return {};
  },
};
