/** `npm run compose:env`: writes `.env` for docker-compose.yml, with passwords and keys made at random. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newKeyPair, newPassword } from './secrets.ts';
import { DATABASE_OWNERS, ROOT } from './services.ts';

const file = join(ROOT, '.env');

/** Those of the event bus and of workers came later than `.env` did on some machines. */
const passwords = DATABASE_OWNERS.map((name) => `${name.toUpperCase()}_PASSWORD`);

const newPasswords = (names: readonly string[]) => names.map((name) => `${name}=${newPassword()}`);

/** The keys of these came later, too. Of two lines that set one name, the last counts. */
function newIdentities(env: string): string[] {
  const missing = ['products', 'reports'].filter(
    (name) => !env.match(new RegExp(`^${name.toUpperCase()}_IDENTITY_KEY=`, 'm')),
  );
  if (missing.length === 0) return [];
  const pairs = missing.map((name) => ({ name, ...newKeyPair() }));
  const trusted = [...env.matchAll(/^IDENTITY_TRUST=(.*)$/gm)].at(-1)?.[1] ?? '';
  return [
    ...pairs.map(({ name, privateKey }) => `${name.toUpperCase()}_IDENTITY_KEY=${privateKey}`),
    `IDENTITY_TRUST=${[trusted, ...pairs.map(({ name, publicKey }) => `${name}=${publicKey}`)].join(',')}`,
  ];
}

const present = await readFile(file, 'utf8').catch(() => undefined);

if (present !== undefined) {
  const missing = passwords.filter((name) => !present.match(new RegExp(`^${name}=`, 'm')));
  const lines = [...newPasswords(missing), ...newIdentities(present)];
  if (lines.length > 0) await appendFile(file, `${lines.join('\n')}\n`);
  process.stdout.write(
    lines.length > 0
      ? `Added to .env: ${lines.map((line) => line.split('=', 1)).join(', ')}.\n`
      : '.env is there already, and stays as it is.\n',
  );
} else {
  const [gateway, orders] = [newKeyPair(), newKeyPair()];
  const trusted = `IDENTITY_TRUST=gateway=${gateway.publicKey},orders=${orders.publicKey}`;
  const lines = [
    `POSTGRES_PASSWORD=${newPassword()}`,
    `MONGODB_PASSWORD=${newPassword()}`,
    ...newPasswords(passwords),
    `GATEWAY_IDENTITY_KEY=${gateway.privateKey}`,
    `ORDERS_IDENTITY_KEY=${orders.privateKey}`,
    ...newIdentities(trusted),
  ];
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  process.stdout.write('Wrote .env: passwords and keys for docker compose.\n');
}
