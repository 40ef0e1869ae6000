import { randomBytes } from 'node:crypto';
import { mongoUrl, readEnv, subgraphSettings } from '@holdfast/kit/env';
import { createIdentityVerifier } from '@holdfast/kit/identity';
import { newUuid } from '@holdfast/kit/ids';
import { runProcess } from '@holdfast/kit/lifecycle';
import { createLog } from '@holdfast/kit/log';
import { connectMongo } from '@holdfast/kit/mongo';
import { z } from 'zod';
import { ensureIndexes } from './indexes.ts';
import { createUsers } from './server.ts';
import { collectionsOf } from './store/collections.ts';

const settingsSchema = z.object({ ...subgraphSettings, MONGODB_URL: mongoUrl });

await runProcess('users', async (setLog) => {
  const settings = readEnv(settingsSchema, process.env);
  const log = createLog('users', settings.LOG_LEVEL);
  setLog(log);
  const clock = () => new Date();
  const verifyIdentity = createIdentityVerifier(settings.IDENTITY_TRUST, clock);
  const database = await connectMongo({ url: settings.MONGODB_URL, name: 'users' });
  await ensureIndexes(collectionsOf(database.db));
  const server = await createUsers({ database, clock, newId: newUuid, randomBytes, log, verifyIdentity });
  const url = await server.listen({ host: settings.HOST, port: settings.PORT });
  return {
    url,
    stop: async () => {
      await server.close();
      await database.end();
    },
  };
});
