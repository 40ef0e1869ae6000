import type { Population } from '../drive/population.ts';
import type { Witness } from '../drive/witness.ts';
import type { Facts } from './facts.ts';

/** Something that must not be. */
export interface Violation {
  /** The invariant that is broken, by its name. */
  readonly invariant: string;
  readonly message: string;
  /** The orders that it is about. */
  readonly orderIds: readonly string[];
}

export interface Evidence {
  readonly facts: Facts;
  readonly population: Population;
  readonly witness: Witness;
}

/** What always holds once everything has come to its end. */
export interface Invariant {
  readonly name: string;
  /** Says what breaks it: a message and the orders that it is about. */
  check(evidence: Evidence): Iterable<readonly [message: string, orderIds: readonly string[]]>;
}

/** Statuses in which the units are the customer's and the money the shop's. */
export const SOLD: ReadonlySet<string> = new Set(['CONFIRMED', 'SHIPPED', 'DELIVERED']);
