/**
 * `npm run alone:identity -- NAME [ROLE …]`: prints the header that identifies a caller to a service that
 * runs alone. It is valid for a minute, and in it the gateway vouches for a user with these roles, by default
 * STAFF. With `docker` as the name, it is signed with the key of `.env` for a service that runs from its
 * compose file.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { OperatorError } from '@holdfast/kit-base/errors';
import { createIdentitySigner, IDENTITY_HEADER } from '@holdfast/kit-base/identity';
import { ROLES, type Role } from '@holdfast/kit-base/scopes';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { aloneSettings, readService } from './aloneSettings.ts';
import { ACCOUNTS } from './demo/accounts.ts';
import { loadSecrets } from './secrets.ts';
import { DATABASE_OWNERS, ROOT } from './services.ts';

function readRole(text: string): Role {
  const role = ROLES.find((each) => each === text);
  if (role) return role;
  throw new OperatorError(`${text} is not a role; the roles are ${ROLES.join(', ')}.`);
}

async function keyOf(name: string | undefined): Promise<string> {
  if (name !== 'docker') {
    const { dataDir } = aloneSettings(readService(name), process.env);
    return (await loadSecrets(dataDir, DATABASE_OWNERS)).identities.gateway.privateKey;
  }
  const text = await readFile(join(ROOT, '.env'), 'utf8').catch(() => '');
  const key = parseEnv(text)['GATEWAY_IDENTITY_KEY'];
  if (key) return key;
  throw new OperatorError('there is no key in .env; run npm run compose:env first.');
}

await runOperatorCommand('alone:identity', async () => {
  const [name, ...roles] = process.argv.slice(2);
  const key = await keyOf(name);
  const sign = createIdentitySigner('gateway', key, () => new Date());
  const id = ACCOUNTS.find(({ role }) => role === 'STAFF')?.user.id ?? '';
  const token = await sign({ id, roles: roles.length > 0 ? roles.map(readRole) : ['STAFF'] });
  process.stdout.write(`${IDENTITY_HEADER}: ${token}\n`);
});
