/** An order that was confirmed, and what is done to it then. */
import type { Identity } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import { type Role, scopesOf } from '@holdfast/kit-base/scopes';
import { expect } from 'vitest';
import { cancelOrder } from '../src/cancelOrder.ts';
import type { Order, OrderStatus } from '../src/domain/order.ts';
import { placeOrder } from '../src/placeOrder.ts';
import { findOrders } from '../src/store/findOrders.ts';
import { updateOrderStatus } from '../src/updateOrderStatus.ts';
import type { World } from './world.ts';

/** What the services' books say of it, and of an order that never was. */
export const SOLD = { stock: 8, held: 0, wallet: 980, authorized: 0, captured: 20 };
export const UNTOUCHED = { stock: 10, held: 0, wallet: 1000, authorized: 0, captured: 0 };

export function identity(id: string, role: Role = 'CUSTOMER'): Identity {
  const caller = { service: 'gateway', user: { id, roles: [role] } };
  return { ...caller, scopes: scopesOf(caller) };
}

export const staff = identity(newUuid(), 'STAFF');

/** Two units of the product, to Germany. */
export async function confirmed(world: World): Promise<Order> {
  const { order } = await placeOrder(world.deps, world.order());
  expect(order.status).toBe('CONFIRMED');
  return order;
}

export function cancel(
  world: World,
  { id, customerId }: Order,
  who: Identity = identity(customerId),
): Promise<Order> {
  return cancelOrder(world.deps, { id, reason: 'changed my mind', identity: who });
}

export function move(world: World, { id }: Order, status: OrderStatus): Promise<Order> {
  return updateOrderStatus(world.deps, { id, status, actor: 'staff' });
}

/** What stands in the database. */
export async function stored(world: World, { id }: Order): Promise<Order> {
  return (await findOrders(world.deps.orders, [id]))[0]!;
}
