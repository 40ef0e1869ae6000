import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import type { Shipment } from '../domain/order.ts';

export type ArrangeOutcome =
  | { readonly kind: 'arranged'; readonly shipment: Shipment }
  | { readonly kind: 'refused'; readonly reason: string };

/** What a caller gives a carrier. */
export interface CarrierOptions {
  /** Milliseconds; the caller waits no longer. */
  readonly timeout: number;
}

/** Who ships. Each call is idempotent by the order; a fault rejects. */
export interface Carrier {
  arrange(
    parcel: { readonly orderId: string; readonly address: PostalAddress },
    options: CarrierOptions,
  ): Promise<ArrangeOutcome>;
  /** Also when there is no parcel: then there will be none. */
  cancel(orderId: string, options: CarrierOptions): Promise<void>;
}
