/** `npm run orders:stuck`: orders whose compensation has failed for too long; `-- --json` for programs. */

import { OperatorError } from '@holdfast/kit-base/errors';
import type { Order } from '../domain/order.ts';
import { nextToCompensate } from '../saga/domain/saga.ts';
import { findStuck } from '../saga/queries/findSagas.ts';
import { runCommand } from './runCommand.ts';

const COLUMNS = ['id', 'number', 'step', 'error', 'since'] as const;

function toRow({ id, number, saga, updatedAt }: Order): Record<(typeof COLUMNS)[number], string> {
  const step = nextToCompensate(saga);
  // `updatedAt` is when it got stuck: nothing writes a stuck order.
  return {
    id,
    number,
    step: step?.name ?? '',
    error: step?.error ?? '',
    since: updatedAt.toISOString(),
  };
}

function table(rows: readonly Readonly<Record<string, string>>[]): string[] {
  const cells = [COLUMNS.map(String), ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))];
  const widths = COLUMNS.map((_, n) => Math.max(...cells.map((line) => line[n]?.length ?? 0)));
  return cells.map((line) =>
    line
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

await runCommand('orders:stuck', async (orders) => {
  const options = process.argv.slice(2);
  const unknown = options.find((option) => option !== '--json');
  if (unknown !== undefined) throw new OperatorError(`unknown option ${unknown}; the only option is --json`);
  const rows = (await findStuck(orders)).map(toRow);
  if (options.length > 0) return [JSON.stringify(rows, null, 2)];
  return rows.length > 0 ? table(rows) : ['No order is stuck.'];
});
