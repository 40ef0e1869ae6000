import type { Authorization, Payment } from './domain.ts';

/**
 * Whoever holds and moves the money of orders. Every command is idempotent by its order. A command that throws
 * SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE may or may not have been carried out: the same again finds out.
 */
export interface PaymentProvider {
  /**
   * Holds an order's money.
   * @returns the payment, AUTHORIZED or DECLINED; for the same again the payment as it is now, CAPTURED perhaps.
   * @throws CONFLICT when the order has a payment of another amount or user, one that was voided or refunded, or was
   *   voided before it had any.
   */
  authorize(wanted: Authorization): Promise<Payment>;
  /** Takes what is held; again is no change. @throws CONFLICT when nothing is held. */
  capture(orderId: string): Promise<Payment>;
  /**
   * Sets free what is held; again is no change. An order without a payment never gets one.
   * @returns null when there was none.
   * @throws CONFLICT when the money was taken.
   */
  void(orderId: string): Promise<Payment | null>;
  /** Gives back what was taken; again is no change. @throws CONFLICT when nothing was taken. */
  refund(orderId: string): Promise<Payment>;
}
