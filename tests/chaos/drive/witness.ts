/** What the clients were told: the promises that the shop has to keep. */

/** What an answer said of an order that has come to its end. */
export type Told = 'CONFIRMED' | 'REJECTED' | 'CANCELLED' | 'SHIPPED' | 'DELIVERED';

export interface Answered {
  readonly orderId: string;
  readonly status: Told;
  readonly at: Date;
}

export interface Sent {
  readonly customerId: string;
  readonly key: string;
  /** The orders that answers to this key were about: one at most, if all is well. */
  readonly orderIds: Set<string>;
}

export interface Witness {
  readonly sent: Map<string, Sent>;
  readonly answers: Answered[];
  readonly cancelAsked: Set<string>;
  readonly shipAsked: Set<string>;
  /** Sessions that ended though their user did all right, by e-mail. */
  readonly lostSessions: string[];
  /** How often each outcome was, by operation and outcome. */
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

/** The key as this customer's: another's of the same name is another one. */
export function noteSent(witness: Witness, customerId: string, key: string): Sent {
  const id = `${customerId} ${key}`;
  const sent = witness.sent.get(id) ?? { customerId, key, orderIds: new Set() };
  witness.sent.set(id, sent);
  return sent;
}

const ENDS: ReadonlySet<string> = new Set(['CONFIRMED', 'REJECTED', 'CANCELLED', 'SHIPPED', 'DELIVERED']);

/** A PENDING order promises nothing but to come to an end. */
export function noteAnswer(witness: Witness, orderId: string, status: string): void {
  if (ENDS.has(status)) witness.answers.push({ orderId, status: status as Told, at: new Date() });
}

export function noteOutcome(witness: Witness, operation: string, outcome: string): void {
  const name = `${operation}: ${outcome}`;
  witness.outcomes.set(name, (witness.outcomes.get(name) ?? 0) + 1);
}
