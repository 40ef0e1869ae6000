import type { Population } from '../drive/population.ts';
import type { Witness } from '../drive/witness.ts';
import type { Facts } from './facts.ts';

/** One finding against an invariant. */
export interface Violation {
  /** The name of the broken invariant. */
  readonly invariant: string;
  readonly message: string;
  /** The orders that the violation concerns. */
  readonly orderIds: readonly string[];
}

export interface Evidence {
  readonly facts: Facts;
  readonly population: Population;
  readonly witness: Witness;
}

/** A condition that holds once every order has ended. */
export interface Invariant<Subject = Evidence> {
  readonly name: string;
  /** Yields each violation: its message and the orders that it concerns. */
  check(evidence: Subject): Iterable<readonly [message: string, orderIds: readonly string[]]>;
}

export function violationsOf<Subject>(
  invariants: readonly Invariant<Subject>[],
  evidence: Subject,
): Violation[] {
  return invariants.flatMap(({ name, check }) =>
    [...check(evidence)].map(([message, orderIds]) => ({ invariant: name, message, orderIds })),
  );
}

/** Statuses in which the customer owns the units and the shop owns the money. */
export const SOLD: ReadonlySet<string> = new Set(['CONFIRMED', 'SHIPPED', 'DELIVERED']);
