/** `npm run inventory:verify`: whether stock and ledger of the database of `POSTGRES_URL` agree. Ends with 1 if not. */
import { postgresUrl, readEnv } from '@holdfast/kit/env';
import { OperatorError } from '@holdfast/kit/errors';
import { connectPostgres } from '@holdfast/kit/postgres';
import { z } from 'zod';
import { verifyStock } from './verifyStock.ts';

try {
  const { POSTGRES_URL: url } = readEnv(z.object({ POSTGRES_URL: postgresUrl }), process.env);
  const database = await connectPostgres({ url, name: 'inventory:verify', connections: 1 });
  try {
    const lines = await verifyStock(database);
    process.stdout.write(lines.length === 0 ? 'Stock and ledger agree.\n' : `${lines.join('\n')}\n`);
    process.exitCode = lines.length === 0 ? 0 : 1;
  } finally {
    await database.end();
  }
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`inventory:verify: ${error.message}\n`);
  process.exitCode = 1;
}
