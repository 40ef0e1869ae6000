/**
 * `npm run users:shared-emails` lists the accounts that share an e-mail address with another, for staff to
 * resolve.
 */

import { mongoUrl, readEnv } from '@holdfast/kit-base/env';
import { OperatorError } from '@holdfast/kit-base/errors';
import { connectMongo } from '@holdfast/kit-mongo/mongo';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { z } from 'zod';
import { findUsers } from '../accounts/queries.ts';
import { collectionsOf } from '../database/collections.ts';
import { findSharedEmails } from './queries/emailKeys.ts';

await runOperatorCommand('users:shared-emails', async () => {
  const [unknown] = process.argv.slice(2);
  if (unknown !== undefined) throw new OperatorError(`unknown argument ${unknown}; the command takes none.`);
  const { MONGODB_URL: url } = readEnv(z.object({ MONGODB_URL: mongoUrl }), process.env);
  const mongo = await connectMongo({ url, name: 'users:shared-emails' });
  try {
    const { users } = collectionsOf(mongo.db);
    const shared = await findSharedEmails(users);
    const others = await findUsers(
      users,
      shared.map(({ sharesWith }) => sharesWith),
    );
    const emailOf = new Map(others.map(({ id, email }) => [id, email]));
    const lines = shared.map(
      ({ id, email, sharesWith }) => `${id} ${email} = ${sharesWith} ${emailOf.get(sharesWith) ?? ''}`,
    );
    process.stdout.write(`${lines.join('\n') || 'No two accounts share an e-mail address.'}\n`);
  } finally {
    await mongo.end();
  }
});
