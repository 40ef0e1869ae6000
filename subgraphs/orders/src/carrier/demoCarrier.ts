import type { NewId } from '@holdfast/kit/clock';
import type { Carrier } from './carrier.ts';

/** Where nobody delivers: Antarctica. */
const UNDELIVERABLE = new Set(['AQ']);

/** The carrier of the demo, inside this process: it takes any parcel but those to a country that it does not serve. */
export function createDemoCarrier(newId: NewId): Carrier {
  return {
    async arrange({ orderId, address }) {
      if (UNDELIVERABLE.has(address.country)) {
        return { kind: 'refused', reason: `The carrier does not deliver to ${address.country}.` };
      }
      const trackingNumber = `DEMO-${orderId.slice(-12).toUpperCase()}`;
      return {
        kind: 'arranged',
        shipment: { id: newId(), carrier: 'Demo Parcel', trackingNumber, status: 'ARRANGED' },
      };
    },
    async cancel() {},
  };
}
