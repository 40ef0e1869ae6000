import { randomBytes } from 'node:crypto';
import { repeat } from '@holdfast/kit-base/repeat';
import { connectMongo, withoutTimeout } from '@holdfast/kit-mongo/mongo';
import { mongoOutboxOf } from '@holdfast/kit-mongo/outbox';
import { runSubgraph } from '@holdfast/kit-subgraph/subgraphProcess';
import { collectionsOf } from './database/collections.ts';
import { ensureIndexes } from './database/indexes.ts';
import { createUsers } from './server.ts';
import { usersSettings } from './settings.ts';
import { deleteRetiredKeys } from './tokens/signingKeys.ts';
import { dropLeftovers } from './upgrade/queries/leftovers.ts';
import { upgradeAccounts } from './upgrade/upgradeAccounts.ts';

/** Milliseconds between two deletions of retired signing keys. */
const DELETION_INTERVAL = 60_000;

await runSubgraph('users', usersSettings, async ({ settings, ...base }) => {
  const mongo = { url: settings.MONGODB_URL, name: 'users' };
  await withoutTimeout(mongo, (db) => ensureIndexes(collectionsOf(db)));
  const database = await connectMongo({ ...mongo, metrics: base.metrics });
  const collections = collectionsOf(database.db);
  await dropLeftovers(database.db);
  await upgradeAccounts({ ...collections, clock: base.clock, log: base.log });
  const addressLimitFactor = settings.ADDRESS_LIMIT_FACTOR;
  const server = await createUsers({ ...base, database, randomBytes, addressLimitFactor });
  const cleaner = repeat(
    () => deleteRetiredKeys({ ...collections, clock: base.clock }),
    DELETION_INTERVAL,
    (err) => base.log.error({ err }, 'deleting retired signing keys failed'),
  );
  return {
    server,
    outbox: mongoOutboxOf(database.db, ['users'], base),
    stop: async () => {
      await cleaner.stop();
      await database.end();
    },
  };
});
