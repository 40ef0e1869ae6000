/** `npm run orders:resume ID …`: lets stuck orders be compensated again, after the cause is fixed. */
import { OperatorError } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { operatorName } from '@holdfast/kit-process/operatorCommand';
import { findOrders } from '../orders/queries.ts';
import { resumeStuck } from '../saga/resumeStuck.ts';
import { runCommand } from './runCommand.ts';

await runCommand('orders:resume', async (orders) => {
  const ids = process.argv.slice(2);
  if (ids.length === 0) throw new OperatorError('name the order: npm run orders:resume ID');
  const resumed: string[] = [];
  for (const id of ids) {
    if (await resumeStuck({ orders, clock: () => new Date(), newId: newUuid }, id, operatorName())) {
      resumed.push(`Order ${id} is being compensated again.`);
      continue;
    }
    const [order] = await findOrders(orders, [id]);
    const why = order
      ? `order ${id} is not stuck: its saga is ${order.saga.status}`
      : `there is no order ${id}`;
    throw new OperatorError([...resumed, why].join(' '));
  }
  return resumed;
});
