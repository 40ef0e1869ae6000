/** `npm run inventory:verify`: checks that stock and ledger of `POSTGRES_URL` agree. Exits with 1 if not. */
import { postgresUrl, readEnv } from '@holdfast/kit-base/env';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { z } from 'zod';
import { verifyStock } from './verifyStock.ts';

await runOperatorCommand('inventory:verify', async () => {
  const { POSTGRES_URL: url } = readEnv(z.object({ POSTGRES_URL: postgresUrl }), process.env);
  const database = await connectPostgres({ url, name: 'inventory:verify', connections: 1 });
  try {
    const lines = await verifyStock(database);
    process.stdout.write(lines.length === 0 ? 'Stock and ledger agree.\n' : `${lines.join('\n')}\n`);
    process.exitCode = lines.length === 0 ? 0 : 1;
  } finally {
    await database.end();
  }
});
