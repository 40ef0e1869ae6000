/** The measured variants: the use cases as they run, and alternatives. */

import { codeOf } from '../../kit/base/src/errors.ts';
import { newUuid } from '../../kit/base/src/ids.ts';
import type { Dependencies } from '../../subgraphs/inventory/src/dependencies.ts';
import {
  type CommandQueue,
  createCommandQueue,
} from '../../subgraphs/inventory/src/reservations/commandQueue/commandQueue.ts';
import type {
  Command,
  ReserveStock,
} from '../../subgraphs/inventory/src/reservations/commandQueue/commands.ts';
import {
  type Decision,
  decideTogether,
} from '../../subgraphs/inventory/src/reservations/commandQueue/decideTogether.ts';
import { findReservationLines } from '../../subgraphs/inventory/src/reservations/queries/reservationLines.ts';
import { reserveStock } from '../../subgraphs/inventory/src/reservations/reserveStock.ts';
import { settleReservation } from '../../subgraphs/inventory/src/reservations/settleReservation.ts';
import { callersFor } from './callers.ts';
import type { Contender } from './compare.ts';

export interface Load {
  readonly callers: number;
  readonly seconds: number;
  /** The product of the next buyer. */
  readonly product: () => string;
}

/** Runs the same code with one transaction for each command. */
export function alone(deps: Dependencies): CommandQueue {
  const decide = async (command: Command): Promise<Decision> => {
    const [decision] = await decideTogether(deps, [command]);
    if (!decision) throw new Error('A command was not decided.');
    return decision;
  };
  return {
    reserve: (command) => decide({ ...command, kind: 'reserve' }),
    settle: async (command) =>
      decide({ ...command, kind: 'settle', lines: await findReservationLines(deps.database, [command.id]) }),
  };
}

export function reservations(deps: Dependencies, load: Load): Contender[] {
  const together = createCommandQueue(deps);
  return [
    ['together', () => callersFor(load, async () => void (await reserve(together, load)))],
    ['alone', () => callersFor(load, async () => void (await reserve(alone(deps), load)))],
  ];
}

/** A sale reserves and then confirms. */
export function sales(deps: Dependencies, load: Load): Contender[] {
  const sale = (reserving: CommandQueue, confirming: CommandQueue) => () =>
    callersFor(load, async () => confirm(confirming, await reserve(reserving, load)));
  const together = createCommandQueue(deps);
  return [
    ['together', sale(together, together)],
    ['apart: a queue to reserve, another to confirm', sale(together, createCommandQueue(deps))],
    ['confirming alone', sale(together, alone(deps))],
    ['alone', sale(alone(deps), alone(deps))],
  ];
}

async function reserve(queue: CommandQueue, { product }: Load): Promise<string> {
  const command: ReserveStock = {
    reference: newUuid(),
    quantities: new Map([[product(), 1]]),
    ttlSeconds: 86_400,
    customerId: null,
    actor: 'bench',
  };
  const outcome = await untilDone(() => reserveStock(queue, command));
  if (outcome.kind !== 'reserved') throw new Error('A reservation failed although there is plenty of stock.');
  return outcome.reservation.id;
}

async function confirm(queue: CommandQueue, id: string): Promise<void> {
  await untilDone(() => settleReservation(queue, { id, settling: 'CONFIRM', reason: null, actor: 'bench' }));
}

/** Retries, as orders does, when the command waited too long for its turn. */
async function untilDone<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (codeOf(error) !== 'SUBGRAPH_TIMEOUT') throw error;
    }
  }
}
