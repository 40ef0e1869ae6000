import type { Authorization, Payment } from './domain/payment.ts';

/**
 * Holds and moves the money of orders. Every command is idempotent by its order. A command that throws
 * SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE may or may not have been carried out; repeating it finds out.
 */
export interface PaymentProvider {
  /**
   * Holds an order's money.
   * @returns the payment, AUTHORIZED or DECLINED. A repeated call gets it as it is now, perhaps CAPTURED.
   * @throws CONFLICT when the order has a payment of another amount or user, or one that was voided or
   *   refunded, or when the order was voided before it had a payment.
   */
  authorize(wanted: Authorization): Promise<Payment>;
  /** Captures what is held. Repeating it changes nothing. @throws CONFLICT when nothing is held. */
  capture(orderId: string): Promise<Payment>;
  /**
   * Releases what is held. Repeating it changes nothing. An order without a payment never gets one.
   * @returns null when there was no payment.
   * @throws CONFLICT when the money was captured.
   */
  void(orderId: string): Promise<Payment | null>;
  /**
   * Gives back what was captured. Repeating it changes nothing. @throws CONFLICT when nothing was captured.
   */
  refund(orderId: string): Promise<Payment>;
}
