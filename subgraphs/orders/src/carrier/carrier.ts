import type { PostalAddress } from '@holdfast/kit/postalAddress';
import type { Shipment } from '../domain/order.ts';

export type ArrangeOutcome =
  | { readonly kind: 'arranged'; readonly shipment: Shipment }
  | { readonly kind: 'refused'; readonly reason: string };

/** Who ships. Each call is idempotent by the order; a fault rejects. */
export interface Carrier {
  arrange(parcel: { readonly orderId: string; readonly address: PostalAddress }): Promise<ArrangeOutcome>;
  /** Also when there is no parcel: then there will be none. */
  cancel(orderId: string): Promise<void>;
}
