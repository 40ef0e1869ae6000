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
export interface Invariant<Of = Evidence> {
  readonly name: string;
  /** Says what breaks it: a message and the orders that it is about. */
  check(evidence: Of): Iterable<readonly [message: string, orderIds: readonly string[]]>;
}

export function violationsOf<Of>(invariants: readonly Invariant<Of>[], evidence: Of): Violation[] {
  return invariants.flatMap(({ name, check }) =>
    [...check(evidence)].map(([message, orderIds]) => ({ invariant: name, message, orderIds })),
  );
}

/** Statuses in which the units are the customer's and the money the shop's. */
export const SOLD: ReadonlySet<string> = new Set(['CONFIRMED', 'SHIPPED', 'DELIVERED']);
