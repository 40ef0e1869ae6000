import type { Carrier } from './carrier.ts';

/** Where nobody delivers: Antarctica. */
const UNDELIVERABLE = new Set(['AQ']);

/**
 * The carrier of the demo, inside this process: it takes any parcel but those to a country that it does not serve. It
 * keeps nothing, so asking for a parcel again gives the same one: an order has one, which goes by the order's id.
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
