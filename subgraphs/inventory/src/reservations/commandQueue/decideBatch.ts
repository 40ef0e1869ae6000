import { findAvailability } from '../../availability/queries.ts';
import { sameQuantities } from '../domain/quantities.ts';
import { expireDueReservations } from '../expiry/expireDueReservations.ts';
import type { Command } from './commands.ts';
import { type Decision, type DecisionDependencies, decideTogether } from './decideTogether.ts';

/**
 * Decides commands together. Several may have the same reference: each gets the decision that it would get if
 * they had come one after another.
 */
export async function decideBatch(
  deps: DecisionDependencies,
  commands: readonly Command[],
): Promise<Decision[]> {
  const decided = new Map<Command, Decision>();
  for (let open = commands; open.length > 0; open = commands.filter((each) => !decided.has(each))) {
    const firsts = new Map<unknown, Command>();
    for (const command of open) {
      if (!firsts.has(turnKeyOf(command))) firsts.set(turnKeyOf(command), command);
    }
    const decisions = await decideAfterSweep(deps, [...firsts.values()]);
    for (const command of open) {
      const first = firsts.get(turnKeyOf(command));
      const decision = first && decisions.get(first);
      if (decision && isSame(command, first)) decided.set(command, decision);
    }
  }
  return commands.map((command) => decided.get(command) ?? missing());
}

/** Returns a key that at most one command of a transaction has; the others wait for their turn. */
function turnKeyOf(command: Command): unknown {
  return command.kind === 'reserve' ? command.reference : command;
}

/**
 * Returns true when a command gets the answer of the first one with its key. The same lines under the same
 * reference do; other lines under it are decided in a later turn.
 */
function isSame(command: Command, first: Command): boolean {
  if (command.kind === 'settle' || first.kind === 'settle') return command === first;
  return sameQuantities(command.quantities, first.quantities);
}

type Decisions = ReadonlyMap<Command, Decision>;

/** Decides commands, expires the due holds that left some of them short, and decides these again. */
async function decideAfterSweep(
  deps: DecisionDependencies,
  commands: readonly Command[],
): Promise<Decisions> {
  const decisions = await decide(deps, commands);
  const again = await findEnoughAfterSweep(deps, decisions);
  if (again.length === 0) return decisions;
  await expireDueReservations(deps, { only: [...new Set(again.flatMap(productsOf))] });
  return new Map([...decisions, ...(await decide(deps, again))]);
}

async function decide(deps: DecisionDependencies, commands: readonly Command[]): Promise<Decisions> {
  const decisions = await decideTogether(deps, commands);
  return new Map(commands.map((command, n) => [command, decisions[n] ?? missing()]));
}

/** Returns the commands that are short only because of expired holds that no sweep has given back yet. */
async function findEnoughAfterSweep(
  { database, clock }: DecisionDependencies,
  decisions: Decisions,
): Promise<Command[]> {
  const short = [...decisions].filter(([, { kind }]) => kind === 'short').map(([command]) => command);
  if (short.length === 0) return [];
  const found = await findAvailability(database, [...new Set(short.flatMap(productsOf))], clock());
  const available = new Map(found.map((each) => [each.productId, each.available]));
  return short.filter(
    (command) =>
      command.kind === 'reserve' &&
      [...command.quantities].every(([productId, quantity]) => (available.get(productId) ?? 0) >= quantity),
  );
}

/** Returns the keys of a command: no two transactions of one process lock the same product. */
export function productsOf(command: Command): string[] {
  return command.kind === 'reserve'
    ? [...command.quantities.keys()]
    : command.lines.map(({ productId }) => productId);
}

function missing(): never {
  throw new Error('A command was not decided.');
}
