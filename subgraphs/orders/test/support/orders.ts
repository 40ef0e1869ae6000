/** Places orders in a test's world, and changes them. */
import type { Identity } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import { type Role, scopesOf } from '@holdfast/kit-base/scopes';
import { expect } from 'vitest';
import { type PlaceOrder, placeOrder } from '../../src/checkout/placeOrder.ts';
import type { Order, OrderStatus } from '../../src/domain/order.ts';
import { cancelOrder } from '../../src/fulfillment/cancelOrder.ts';
import { updateOrderStatus } from '../../src/fulfillment/updateOrderStatus.ts';
import { findOrders } from '../../src/orders/queries.ts';
import { buildPlaceOrder } from '../builders.ts';
import type { World } from './world.ts';

/** The books of the services after one confirmed order, and without any order. */
export const SOLD = { stock: 8, held: 0, wallet: 980, authorized: 0, captured: 20 };
export const UNTOUCHED = { stock: 10, held: 0, wallet: 1000, authorized: 0, captured: 0 };

export function identity(id: string, role: Role = 'CUSTOMER'): Identity {
  const caller = { service: 'gateway', user: { id, roles: [role] } };
  return { ...caller, scopes: scopesOf(caller) };
}

export const staff = identity(newUuid(), 'STAFF');

export async function place(world: World, overrides: Partial<PlaceOrder> = {}): Promise<Order> {
  return (await placeOrder(world.deps, buildPlaceOrder(overrides))).order;
}

/** Places an order of two units of `PRODUCT`, to Germany. */
export async function confirmed(world: World): Promise<Order> {
  const order = await place(world);
  expect(order.status).toBe('CONFIRMED');
  return order;
}

export function cancel(
  world: World,
  { id, customerId }: Order,
  caller: Identity = identity(customerId),
): Promise<Order> {
  return cancelOrder(world.deps, { id, reason: 'changed my mind', identity: caller });
}

export function move(world: World, { id }: Order, status: OrderStatus): Promise<Order> {
  return updateOrderStatus(world.deps, { id, status, actor: 'staff' });
}

/** Reads the order from the database. */
export async function stored(world: World, { id }: Order): Promise<Order> {
  return (await findOrders(world.deps.orders, [id]))[0]!;
}
