import type { Carrier } from './carrier.ts';

/** Countries without delivery: Antarctica. */
const UNDELIVERABLE = new Set(['AQ']);

/**
 * The carrier of the demo, inside this process. It takes every parcel except those to a country that it does
 * not serve. It keeps no state: an order has one parcel, identified by the order's id, so booking it again
 * returns the same one.
 */
export const demoCarrier: Carrier = {
  async arrange({ orderId, address }) {
    if (UNDELIVERABLE.has(address.country)) {
      return { kind: 'refused', reason: `The carrier does not deliver to ${address.country}.` };
    }
    const trackingNumber = `DEMO-${orderId.slice(-12).toUpperCase()}`;
    return {
      kind: 'arranged',
      shipment: { id: orderId, carrier: 'Demo Parcel', trackingNumber, status: 'ARRANGED' },
    };
  },
  async cancel() {},
};
