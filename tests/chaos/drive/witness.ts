/** A record of the clients' requests and answers: the promises that the shop must keep. */

/** A status in which a client was answered that an order has ended. */
export type FinalStatus = 'CONFIRMED' | 'REJECTED' | 'CANCELLED' | 'SHIPPED' | 'DELIVERED';

export interface Answered {
  readonly orderId: string;
  readonly status: FinalStatus;
  readonly at: Date;
}

export interface Sent {
  readonly customerId: string;
  readonly key: string;
  /** The orders in the answers to this key: at most one, unless an invariant is broken. */
  readonly orderIds: Set<string>;
}

export interface Witness {
  readonly sent: Map<string, Sent>;
  readonly answers: Answered[];
  readonly cancelAsked: Set<string>;
  readonly shipAsked: Set<string>;
  /** Sessions that the shop ended although their user did nothing wrong, by e-mail. */
  readonly lostSessions: string[];
  /** The number of times that each outcome occurred, by operation and outcome. */
  readonly outcomes: Map<string, number>;
}

export function newWitness(): Witness {
  return {
    sent: new Map(),
    answers: [],
    cancelAsked: new Set(),
    shipAsked: new Set(),
    lostSessions: [],
    outcomes: new Map(),
  };
}

/** Records the key as this customer's. Equal keys of different customers are different keys. */
export function noteSent(witness: Witness, customerId: string, key: string): Sent {
  const id = `${customerId} ${key}`;
  const sent = witness.sent.get(id) ?? { customerId, key, orderIds: new Set() };
  witness.sent.set(id, sent);
  return sent;
}

const FINAL: ReadonlySet<string> = new Set(['CONFIRMED', 'REJECTED', 'CANCELLED', 'SHIPPED', 'DELIVERED']);

/** Records an answer. A PENDING order is not recorded: it promises only that the order will end. */
export function noteAnswer(witness: Witness, orderId: string, status: string): void {
  if (FINAL.has(status)) witness.answers.push({ orderId, status: status as FinalStatus, at: new Date() });
}

export function noteOutcome(witness: Witness, operation: string, outcome: string): void {
  const name = `${operation}: ${outcome}`;
  witness.outcomes.set(name, (witness.outcomes.get(name) ?? 0) + 1);
}
