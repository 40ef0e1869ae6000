/**
 * The services that orders calls, in memory. As the real ones do, each operation takes effect once per key. A
 * test can put a fault before an operation takes effect, or between that and its answer.
 */
import { conflict, subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import { type DocumentNode, Kind } from 'graphql';
import { ARCHIVED, BOOK, CONTACT, NOW, PRODUCT, SEAT } from '../builders.ts';

type Variables = Record<string, string>;

interface Reservation {
  readonly id: string;
  readonly quantity: number;
  readonly expiresAt: string;
  status: string;
  /** True when its sold units came back. */
  returned: boolean;
}

export interface FakeServices {
  /** Answers for every service. */
  readonly client: ServiceClient;
  /** The effects of all calls: units on hand and held; money in the wallet, held and captured. */
  readonly books: { stock: number; held: number; wallet: number; authorized: number; captured: number };
  /** The operations that were called, in sequence. */
  readonly calls: string[];
  /**
   * Makes the next calls of an operation fail: `before` it takes effect, or `after`, when only the answer is
   * lost.
   */
  fail(operation: string, when: 'before' | 'after', times?: number): void;
  /** Makes an operation answer with this error from now on. */
  refuse(operation: string, error: Error): void;
  /** Expires all reservations behind the orders' backs. Their units go back to stock. */
  expire(): void;
  /**
   * Makes reservations last this many milliseconds. By default they expire at once, so that each order renews
   * its own before it pays.
   */
  holdFor(milliseconds: number): void;
  /** Called at each call of an operation, before it takes effect. */
  onCall: (operation: string) => Promise<void> | void;
}

const PRICE = 10;
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

function nameOf(document: unknown): string {
  const [operation] = (document as DocumentNode).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? (operation.name?.value ?? '') : '';
}

export function fakeServices({ stock, wallet }: { stock: number; wallet: number }): FakeServices {
  let expiresAt = NOW.toISOString();
  const books = { stock, held: 0, wallet, authorized: 0, captured: 0 };
  const reservations = new Map<string, Reservation>();
  const payments = new Map<string, { id: string; amount: number; status: string }>();
  const faults = new Map<string, ('before' | 'after')[]>();

  /** The effect of each operation. Calling one again with the same key changes nothing. */
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
      const made = { id: newUuid(), quantity, expiresAt, status: 'ACTIVE', returned: false };
      reservations.set(reference, made);
      return { reserveStock: { __typename: 'Reservation', ...made } };
    },
    RenewReservation: ({ id = '' }) => ({ renewReservation: renew(reservationOf(id)) }),
    ConfirmReservation: ({ id = '' }) => ({ confirmReservation: endReservation(id, 'CONFIRMED') }),
    ReleaseReference: ({ reference = '' }) => {
      const held = reservations.get(reference) ?? {
        id: newUuid(),
        quantity: 0,
        expiresAt,
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

  /**
   * Nothing is held for a payment that was declined or refunded. An order without a payment can never get one
   * afterwards.
   */
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

  const services: FakeServices = {
    books,
    calls: [],
    onCall: () => {},
    client: {
      async call(document, variables) {
        const operation = nameOf(document);
        services.calls.push(operation);
        await services.onCall(operation);
        const fault = faults.get(operation)?.shift();
        if (fault === 'before') throw subgraphUnavailable('test');
        const answer = operations[operation]?.(variables as Variables);
        if (fault === 'after') throw subgraphTimeout('test');
        return answer as never;
      },
      end: async () => {},
    },
    fail: (operation, when, times = 1) => {
      faults.set(operation, Array(times).fill(when));
    },
    refuse: (operation, error) => {
      operations[operation] = () => {
        throw error;
      };
    },
    holdFor: (milliseconds) => {
      expiresAt = new Date(NOW.getTime() + milliseconds).toISOString();
    },
    expire: () => {
      for (const { id, status } of reservations.values()) {
        if (status === 'ACTIVE') endReservation(id, 'EXPIRED');
      }
    },
  };
  return services;
}
