/**
 * The services around orders, in memory: each does a thing once a key, as the real ones do, and a fault can be put
 * before it does it, or between that and its answer. The database is a real one.
 */
import { testMongo } from '@holdfast/dev/testing/mongo';
import { conflict, subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import { createMetrics, type Registry } from '@holdfast/kit-telemetry/metrics';
import { type DocumentNode, Kind } from 'graphql';
import { demoCarrier } from '../src/carrier/demoCarrier.ts';
import type { Dependencies } from '../src/dependencies.ts';
import { ensureIndexes } from '../src/indexes.ts';
import { addSagaGauges, createSagaWatch } from '../src/metrics.ts';
import type { PlaceOrder } from '../src/placeOrder.ts';
import type { OrderDocument } from '../src/store/orderDocument.ts';

type Variables = Record<string, string>;

interface Reservation {
  readonly id: string;
  readonly quantity: number;
  status: string;
  /** Whether its sold units came back. */
  returned: boolean;
}

export interface World extends AsyncDisposable {
  readonly deps: Dependencies;
  readonly metrics: Registry;
  /** The database. */
  readonly url: string;
  /** Units on hand and held, money in the wallet, held and taken: what the services did. */
  readonly books: { stock: number; held: number; wallet: number; authorized: number; captured: number };
  /** Operations that were called, in their sequence. */
  readonly calls: string[];
  /** The next calls of an operation fail: `before` it is done, or `after`, when only the answer is lost. */
  fail(operation: string, when: 'before' | 'after', times?: number): void;
  /** What a service answers from now on, instead of what it would. */
  refuse(operation: string, error: Error): void;
  /** Ends the reservations behind the orders' backs; their units go back to stock. */
  expire(): void;
  /** Called at each call of an operation, before it is done. */
  onCall: (operation: string) => Promise<void> | void;
  /** The clock, in milliseconds; `sleep` moves it. */
  now: number;
  order(more?: Partial<PlaceOrder>): PlaceOrder;
}

export const PRICE = 10;
export const PRODUCT = newUuid();
/** Nothing to ship, and unlimited. */
export const BOOK = newUuid();
export const SEAT = newUuid();
/** No longer on sale. */
export const ARCHIVED = newUuid();
const PRODUCTS = new Map(
  [
    { id: PRODUCT, kind: 'PHYSICAL', status: 'ACTIVE' },
    { id: BOOK, kind: 'DIGITAL', status: 'ACTIVE' },
    { id: SEAT, kind: 'SEAT', status: 'ACTIVE' },
    { id: ARCHIVED, kind: 'PHYSICAL', status: 'ARCHIVED' },
  ].map((product) => [
    product.id,
    {
      __typename: 'Product',
      sku: 'S',
      name: 'Thing',
      price: { amount: `${PRICE}.00`, currency: 'USD' },
      ...product,
    },
  ]),
);
export const CONTACT = { email: 'alice@demo.test', name: 'Alice' };
const ADDRESS = {
  recipient: 'A',
  line1: 'b',
  line2: null,
  city: 'c',
  region: null,
  postalCode: '10115',
  country: 'DE',
};

function nameOf(document: unknown): string {
  const [operation] = (document as DocumentNode).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? (operation.name?.value ?? '') : '';
}

export async function testWorld({ stock = 10, wallet = 1000 } = {}): Promise<World> {
  const database = await testMongo();
  const orders = database.mongo.db.collection<OrderDocument>('orders');
  await ensureIndexes(orders);
  const books = { stock, held: 0, wallet, authorized: 0, captured: 0 };
  const reservations = new Map<string, Reservation>();
  const payments = new Map<string, { id: string; amount: number; status: string }>();
  const faults = new Map<string, ('before' | 'after')[]>();

  /** What each service does for an operation; the same again does nothing twice. */
  const operations: Record<string, (variables: Variables) => unknown> = {
    Customer: ({ id }) => ({ user: { id, ...CONTACT, addresses: [] } }),
    ProductsToOrder: ({ representations }) => ({
      _entities: (representations as unknown as { id: string }[]).map(({ id }) => PRODUCTS.get(id) ?? null),
    }),
    ReserveStock: ({ reference = '', lines }) => {
      const known = reservations.get(reference);
      if (known?.status === 'RELEASED') throw conflict('released');
      if (known) return { reserveStock: { __typename: 'Reservation', ...known } };
      const [{ quantity } = { quantity: 0 }] = lines as unknown as [{ quantity: number }];
      const available = books.stock - books.held;
      if (available < quantity) {
        const shortages = [{ productId: PRODUCT, requested: quantity, available }];
        return { reserveStock: { __typename: 'InsufficientStock', shortages } };
      }
      books.held += quantity;
      const made = { id: newUuid(), quantity, status: 'ACTIVE', returned: false };
      reservations.set(reference, made);
      return { reserveStock: { __typename: 'Reservation', ...made } };
    },
    RenewReservation: ({ id = '' }) => ({ renewReservation: renew(reservationOf(id)) }),
    ConfirmReservation: ({ id = '' }) => ({ confirmReservation: endReservation(id, 'CONFIRMED') }),
    ReleaseReference: ({ reference = '' }) => {
      const held = reservations.get(reference) ?? {
        id: newUuid(),
        quantity: 0,
        status: 'RELEASED',
        returned: false,
      };
      reservations.set(reference, held);
      return { releaseReference: endReservation(held.id, 'RELEASED') };
    },
    ReturnReservation: ({ id = '' }) => {
      const reservation = reservationOf(id);
      if (reservation.status !== 'CONFIRMED') throw conflict('not sold');
      if (!reservation.returned) books.stock += reservation.quantity;
      reservation.returned = true;
      return { returnReservation: reservation };
    },
    AvailableUnits: ({ representations }) => ({
      _entities: (representations as unknown as { id: string }[]).map(({ id }) => ({
        __typename: 'Product',
        id,
        available: id === PRODUCT ? books.stock - books.held : 0,
      })),
    }),
    AuthorizePayment: ({ orderId = '', amount }) => {
      const known = payments.get(orderId);
      if (known?.status === 'VOIDED') throw conflict('voided');
      if (known) return { authorizePayment: known };
      const value = Number((amount as unknown as { amount: string }).amount);
      const enough = books.wallet - books.authorized >= value;
      if (enough) books.authorized += value;
      const made = {
        id: newUuid(),
        amount: value,
        status: enough ? 'AUTHORIZED' : 'DECLINED',
        declineCode: 'INSUFFICIENT_FUNDS',
      };
      payments.set(orderId, made);
      return { authorizePayment: { ...made } };
    },
    CapturePayment: ({ orderId = '' }) => ({
      capturePayment: movePayment(orderId, 'AUTHORIZED', 'CAPTURED', (amount) => {
        books.authorized -= amount;
        books.wallet -= amount;
        books.captured += amount;
      }),
    }),
    VoidPayment: ({ orderId = '' }) => ({
      voidPayment: voidPayment(orderId),
    }),
    RefundPayment: ({ orderId = '' }) => ({
      refundPayment: movePayment(orderId, 'CAPTURED', 'REFUNDED', (amount) => {
        books.captured -= amount;
        books.wallet += amount;
      }),
    }),
  };

  function reservationOf(id: string): Reservation {
    const reservation = [...reservations.values()].find((each) => each.id === id);
    if (!reservation) throw new Error('no such reservation');
    return reservation;
  }

  function renew(reservation: Reservation) {
    if (reservation.status === 'RELEASED') throw conflict('released');
    if (reservation.status === 'EXPIRED') {
      const { quantity: requested } = reservation;
      const available = books.stock - books.held;
      const shortages = [{ productId: PRODUCT, requested, available }];
      if (available < requested) return { __typename: 'InsufficientStock', shortages };
      books.held += requested;
      reservation.status = 'ACTIVE';
    }
    return { __typename: 'Reservation', ...reservation };
  }

  function endReservation(id: string, status: string) {
    const reservation = reservationOf(id);
    if (reservation.status === 'EXPIRED' && status === 'RELEASED') return reservation;
    if (reservation.status !== 'ACTIVE' && reservation.status !== status) throw conflict('ended');
    if (reservation.status === 'ACTIVE') {
      books.held -= reservation.quantity;
      if (status === 'CONFIRMED') books.stock -= reservation.quantity;
      reservation.status = status;
    }
    return reservation;
  }

  /** Nothing is held of one that was declined or refunded; an order without one never gets one. */
  function voidPayment(orderId: string) {
    const payment = payments.get(orderId);
    if (payment?.status === 'DECLINED' || payment?.status === 'REFUNDED') return payment;
    if (!payment) payments.set(orderId, { id: newUuid(), amount: 0, status: 'AUTHORIZED' });
    return movePayment(orderId, 'AUTHORIZED', 'VOIDED', (amount) => {
      books.authorized -= amount;
    });
  }

  function movePayment(orderId: string, from: string, to: string, move: (amount: number) => void) {
    const payment = payments.get(orderId);
    if (payment?.status === from) {
      move(payment.amount);
      payment.status = to;
    }
    if (payment?.status !== to) throw conflict(`payment is ${payment?.status}`);
    return payment;
  }

  const client: ServiceClient = {
    async call(document, variables) {
      const operation = nameOf(document);
      world.calls.push(operation);
      await world.onCall(operation);
      const fault = faults.get(operation)?.shift();
      if (fault === 'before') throw subgraphUnavailable('test');
      const answer = operations[operation]?.(variables as Variables);
      if (fault === 'after') throw subgraphTimeout('test');
      return answer as never;
    },
    end: async () => {},
  };

  const metrics = createMetrics('orders');
  const world: World = {
    metrics,
    url: database.url,
    books,
    calls: [],
    now: Date.parse('2026-11-20T12:00:00Z'),
    onCall: () => {},
    fail: (operation, when, times = 1) => {
      faults.set(operation, Array(times).fill(when));
    },
    refuse: (operation, error) => {
      operations[operation] = () => {
        throw error;
      };
    },
    expire: () => {
      for (const { id, status } of reservations.values()) {
        if (status === 'ACTIVE') endReservation(id, 'EXPIRED');
      }
    },
    order: (more = {}) => ({
      customer: { id: newUuid(), roles: ['CUSTOMER'] },
      idempotencyKey: newUuid(),
      lines: [{ productId: PRODUCT, quantity: 2 }],
      expectedTotal: null,
      shippingAddressId: null,
      shippingAddress: ADDRESS,
      ...more,
    }),
    deps: {
      orders,
      services: { users: client, products: client, inventory: client, payments: client },
      carrier: demoCarrier,
      clock: () => new Date(world.now),
      newId: newUuid,
      random: () => 0.5,
      sleep: async (milliseconds) => {
        world.now += milliseconds;
        await new Promise((resolve) => setImmediate(resolve));
      },
      log: silentLog,
      requestDeadline: 10_000,
      patience: { step: 180_000, compensation: 300_000 },
      watch: createSagaWatch(metrics),
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
  addSagaGauges(metrics, world.deps);
  return world;
}
