import { mongoUrl, readEnv } from '@holdfast/kit-base/env';
import { connectMongo } from '@holdfast/kit-mongo/mongo';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { z } from 'zod';
import type { OrderDocument, OrdersCollection } from '../database/orderDocument.ts';

/**
 * Runs an operator's command on the database of `MONGODB_URL`, whether or not the shop is running.
 * @param work returns the lines to print. An OperatorError becomes one line on standard error, with exit code
 *   1.
 */
export async function runCommand(
  name: string,
  work: (orders: OrdersCollection) => Promise<readonly string[]>,
): Promise<void> {
  await runOperatorCommand(name, async () => {
    const { MONGODB_URL: url } = readEnv(z.object({ MONGODB_URL: mongoUrl }), process.env);
    const mongo = await connectMongo({ url, name });
    try {
      const lines = await work(mongo.db.collection<OrderDocument>('orders'));
      process.stdout.write(`${lines.join('\n')}\n`);
    } finally {
      await mongo.end();
    }
  });
}
