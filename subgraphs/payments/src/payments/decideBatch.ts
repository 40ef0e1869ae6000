import { currentTraceparent } from '@holdfast/kit-base/trace';
import { type Queryable, violatedConstraint } from '@holdfast/kit-postgres/postgres';
import type { TransactionalDependencies } from '../ledger/dependencies.ts';
import { decideInTurn, type Outcome, type PaymentCommand } from './domain/decideInTurn.ts';
import { lockRecords, lockWallets } from './queries/lockBooks.ts';
import { setTraces } from './queries/setTraces.ts';
import { writeChanges } from './queries/writeChanges.ts';

/** A command, and the trace of its request for its events. */
export type TracedCommand = PaymentCommand & { readonly traceparent?: string | undefined };

/**
 * Attempts of a transaction whose order got a record by another process meanwhile. The next attempt sees that
 * record, which is never deleted.
 */
const ATTEMPTS = 3;

/**
 * Decides commands in their order, all in one transaction; only a second change of one payment needs another
 * one. A refused command changes nothing for the others.
 */
export async function decideBatch(
  dependencies: TransactionalDependencies,
  commands: readonly TracedCommand[],
): Promise<Outcome[]> {
  const decided = new Map<TracedCommand, Outcome>();
  let vain = 0;
  for (let open = commands; open.length > 0; open = commands.filter((each) => !decided.has(each))) {
    const before = decided.size;
    const outcomes = await decideUndisturbed(dependencies, open);
    for (const [n, command] of open.entries()) {
      const outcome = outcomes[n];
      if (outcome) decided.set(command, outcome);
    }
    if (decided.size === before && ++vain === ATTEMPTS) missing();
  }
  return commands.map((command) => decided.get(command) ?? missing());
}

async function decideUndisturbed(
  dependencies: TransactionalDependencies,
  commands: readonly TracedCommand[],
): Promise<(Outcome | undefined)[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await dependencies.database.transaction((tx) => decideWithin(tx, dependencies, commands));
    } catch (error) {
      if (attempt === ATTEMPTS || violatedConstraint(error) !== 'payments_one_an_order') throw error;
    }
  }
}

/** Decides commands in a transaction. Undefined for one that must be decided in the next transaction. */
export async function decideWithin(
  tx: Queryable,
  { clock, newId }: Pick<TransactionalDependencies, 'clock' | 'newId'>,
  commands: readonly TracedCommand[],
): Promise<(Outcome | undefined)[]> {
  const orderIds = [...new Set(commands.map(({ orderId }) => orderId))];
  const userIds = [...new Set(commands.flatMap((each) => (each.kind === 'AUTHORIZE' ? [each.userId] : [])))];
  const wallets = await lockWallets(tx, { userIds, orderIds });
  const records = await lockRecords(tx, orderIds);
  const at = clock();
  const { outcomes, changes } = decideInTurn(commands, { wallets, records }, { at, newId });
  // A transaction of one command has its trace itself.
  if (currentTraceparent() === undefined) await setTraces(tx, commands);
  await writeChanges(tx, changes, at);
  return outcomes;
}

function missing(): never {
  throw new Error('A command was not decided.');
}
