import type { Command } from './commands.ts';
import { type Decision, decideTogether } from './decideTogether.ts';
import type { Dependencies } from './dependencies.ts';
import { sameQuantities } from './domain/reservation.ts';
import { expireDueReservations } from './expireDueReservations.ts';
import { findAvailability } from './store/findAvailability.ts';

/** Decides commands together, any number of them under one reference: a decision each, as if they had come one after
 * another. */
export async function decideBatch(deps: Dependencies, commands: readonly Command[]): Promise<Decision[]> {
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

/** Of commands with the same key only the first is decided in a transaction. */
function turnKeyOf(command: Command): unknown {
  return command.kind === 'reserve' ? command.reference : command;
}

/** Whether one command has the other's answer: the same under the same reference has, and other lines under it have a
 * turn of their own. */
function isSame(command: Command, first: Command): boolean {
  if (command.kind === 'settle' || first.kind === 'settle') return command === first;
  return sameQuantities(command.quantities, first.quantities);
}

type Decisions = ReadonlyMap<Command, Decision>;

/** Decides, sweeps what is in the way of those that are short, and decides these again. */
async function decideAfterSweep(deps: Dependencies, commands: readonly Command[]): Promise<Decisions> {
  const decisions = await decide(deps, commands);
  const again = await thereAfterSweep(deps, decisions);
  if (again.length === 0) return decisions;
  await expireDueReservations(deps, { only: [...new Set(again.flatMap(productsOf))] });
  return new Map([...decisions, ...(await decide(deps, again))]);
}

async function decide(deps: Dependencies, commands: readonly Command[]): Promise<Decisions> {
  const decisions = await decideTogether(deps, commands);
  return new Map(commands.map((command, n) => [command, decisions[n] ?? missing()]));
}

/** Those that are short of units held by reservations whose time ran out, and that no sweep has given back yet. */
async function thereAfterSweep({ database, clock }: Dependencies, decisions: Decisions): Promise<Command[]> {
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

/** What a command needs for itself: no two transactions of one process lock the same product. */
export function productsOf(command: Command): string[] {
  return command.kind === 'reserve'
    ? [...command.quantities.keys()]
    : command.lines.map(({ productId }) => productId);
}

function missing(): never {
  throw new Error('A command was not decided.');
}
