/**
 * The contents of the databases about some customers and products, read directly, not through the services.
 */
import type { OrderDocument } from '../../../subgraphs/orders/src/database/orderDocument.ts';
import type { Shop } from '../../e2e/shop.ts';
import type { Population } from '../drive/population.ts';

export type OrderFact = OrderDocument;

export interface StockFact {
  readonly productId: string;
  readonly onHand: number;
  readonly reserved: number;
}

export interface ReservationFact {
  readonly id: string;
  /** The order's id. */
  readonly reference: string;
  readonly status: 'ACTIVE' | 'CONFIRMED' | 'RELEASED' | 'EXPIRED';
  readonly returned: boolean;
}

export interface WalletFact {
  readonly userId: string;
  readonly available: bigint;
  readonly held: bigint;
}

export interface PaymentFact {
  readonly orderId: string;
  readonly amount: bigint | null;
  readonly status: 'AUTHORIZED' | 'CAPTURED' | 'VOIDED' | 'REFUNDED' | 'DECLINED' | 'BLOCKED';
}

export interface Facts {
  readonly orders: readonly OrderFact[];
  readonly stock: readonly StockFact[];
  /** The customers' reservations, whatever their status. */
  readonly reservations: readonly ReservationFact[];
  readonly wallets: readonly WalletFact[];
  readonly payments: readonly PaymentFact[];
}

export async function readFacts(shop: Shop, { customers, products }: Population): Promise<Facts> {
  const users = customers.map(({ id }) => id);
  const orders = await ordersOf(shop, users);
  const [stock, reservations, wallets, payments] = await Promise.all([
    shop.inventory.query<StockFact>(
      `select product_id as "productId", sum(on_hand)::int as "onHand", sum(reserved)::int as reserved
       from stock_items where product_id = any($1::uuid[]) group by product_id`,
      [products.map(({ id }) => id)],
    ),
    shop.inventory.query<ReservationFact>(
      `select id, reference, status, returned_at is not null as returned
       from reservations where customer_id = any($1::uuid[])`,
      [users],
    ),
    shop.payments.query<WalletFact>(
      `select user_id as "userId", available, held from wallets where user_id = any($1::uuid[])`,
      [users],
    ),
    shop.payments.query<PaymentFact>(
      `select order_id as "orderId", amount, status from payments where order_id = any($1::uuid[])`,
      [orders.map(({ _id }) => _id)],
    ),
  ]);
  return {
    orders,
    stock: stock.rows,
    reservations: reservations.rows,
    wallets: wallets.rows,
    payments: payments.rows,
  };
}

export async function ordersOf({ orders }: Shop, users: readonly string[]): Promise<OrderFact[]> {
  return orders.db
    .collection<OrderDocument>('orders')
    .find({ customerId: { $in: [...users] } })
    .toArray();
}
