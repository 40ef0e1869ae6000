/** `npm run payments:verify`: checks the books in the database of `POSTGRES_URL`. Exits with 1 on findings. */
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
