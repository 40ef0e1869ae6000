import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import type { Shipment } from '../domain/order.ts';

export type ArrangeOutcome =
  | { readonly kind: 'arranged'; readonly shipment: Shipment }
  | { readonly kind: 'refused'; readonly reason: string };

/** The options of a call to a carrier. */
export interface CarrierOptions {
  /** Milliseconds after which the caller stops waiting. */
  readonly timeout: number;
}

/** Ships parcels. Each call is idempotent by the order's id, and rejects on a fault. */
export interface Carrier {
  arrange(
    parcel: { readonly orderId: string; readonly address: PostalAddress },
    options: CarrierOptions,
  ): Promise<ArrangeOutcome>;
  /** Cancels the order's parcel. When there is none yet, makes sure that there never will be. */
  cancel(orderId: string, options: CarrierOptions): Promise<void>;
}
