import { type Decision, decideReservations } from './decideReservations.ts';
import type { Dependencies } from './dependencies.ts';
import { sameQuantities } from './domain/reservation.ts';
import { expireDueReservations } from './expireDueReservations.ts';
import type { ReserveStock } from './reserveStock.ts';
import { findAvailability } from './store/findAvailability.ts';

/** Decides requests together, any number of them under one reference: a decision each, as if they had come one after
 * another. */
export async function reserveTogether(
  deps: Dependencies,
  commands: readonly ReserveStock[],
): Promise<Decision[]> {
  const decided = new Map<ReserveStock, Decision>();
  for (let open = commands; open.length > 0; open = commands.filter((each) => !decided.has(each))) {
    const firsts = new Map<string, ReserveStock>();
    for (const command of open) {
      if (!firsts.has(command.reference)) firsts.set(command.reference, command);
    }
    const decisions = await decideAfterSweep(deps, [...firsts.values()]);
    // Another one for the same under the same reference has the same answer; for other lines it has a turn of its own.
    for (const command of open) {
      const first = firsts.get(command.reference);
      const decision = first && decisions.get(first);
      if (decision && sameQuantities(command.quantities, first.quantities)) decided.set(command, decision);
    }
  }
  return commands.map((command) => decisionOf(command, decided));
}

type Decisions = ReadonlyMap<ReserveStock, Decision>;

/** Decides, sweeps what is in the way of those that are short, and decides these again. */
async function decideAfterSweep(deps: Dependencies, commands: readonly ReserveStock[]): Promise<Decisions> {
  const decisions = await decide(deps, commands);
  const again = await thereAfterSweep(deps, decisions);
  if (again.length === 0) return decisions;
  await expireDueReservations(deps, { only: [...new Set(again.flatMap(productsOf))] });
  return new Map([...decisions, ...(await decide(deps, again))]);
}

async function decide(deps: Dependencies, commands: readonly ReserveStock[]): Promise<Decisions> {
  const decisions = await decideReservations(deps, commands);
  return new Map(commands.map((command, n) => [command, decisions[n] ?? missing()]));
}

/** Those that are short of units held by reservations whose time ran out, and that no sweep has given back yet. */
async function thereAfterSweep(
  { database, clock }: Dependencies,
  decisions: Decisions,
): Promise<ReserveStock[]> {
  const short = [...decisions].filter(([, { kind }]) => kind === 'short').map(([command]) => command);
  if (short.length === 0) return [];
  const found = await findAvailability(database, [...new Set(short.flatMap(productsOf))], clock());
  const available = new Map(found.map((each) => [each.productId, each.available]));
  return short.filter(({ quantities }) =>
    [...quantities].every(([productId, quantity]) => (available.get(productId) ?? 0) >= quantity),
  );
}

function productsOf({ quantities }: ReserveStock): string[] {
  return [...quantities.keys()];
}

function decisionOf(command: ReserveStock, decisions: Decisions): Decision {
  return decisions.get(command) ?? missing();
}

function missing(): never {
  throw new Error('A request to reserve was not decided.');
}
