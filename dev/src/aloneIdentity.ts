/**
 * `npm run alone:identity -- NAME [ROLE …]`: prints the header by which a service that runs alone knows its caller, good for a
 * minute: the gateway vouches for somebody with these roles, by default STAFF. With `docker` as the name it is for one that
 * runs from its compose file, with the key of `.env`.
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
  throw new OperatorError(`${text} is no role; there are ${ROLES.join(', ')}.`);
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
