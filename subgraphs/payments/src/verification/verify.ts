/** `npm run payments:verify`: whether the books of the database of `POSTGRES_URL` agree. Ends with 1 if not. */
import { postgresUrl, readEnv } from '@holdfast/kit-base/env';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { z } from 'zod';
import { describeFindings } from './describeFindings.ts';
import { verifyBooks } from './verifyBooks.ts';

await runOperatorCommand('payments:verify', async () => {
  const { POSTGRES_URL: url } = readEnv(z.object({ POSTGRES_URL: postgresUrl }), process.env);
  const database = await connectPostgres({ url, name: 'payments:verify', connections: 1 });
  try {
    const lines = describeFindings(await verifyBooks({ database }));
    process.stdout.write(lines.length === 0 ? 'The books agree.\n' : `${lines.join('\n')}\n`);
    process.exitCode = lines.length === 0 ? 0 : 1;
  } finally {
    await database.end();
  }
});
