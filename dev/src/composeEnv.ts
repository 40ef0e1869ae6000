/** `npm run compose:env`: writes `.env` for docker-compose.yml, with passwords and keys made at random. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newKeyPair, newPassword } from './secrets.ts';
import { ROOT, SUBGRAPHS } from './services.ts';

const file = join(ROOT, '.env');

/** Of the event bus: it came later than `.env` did on some machines. */
const events = () => `EVENTS_PASSWORD=${newPassword()}`;

const present = await readFile(file, 'utf8').catch(() => undefined);

if (present !== undefined && !/^EVENTS_PASSWORD=/m.test(present)) {
  await appendFile(file, `${events()}\n`);
  process.stdout.write('Added the password of the event bus to .env.\n');
} else if (present !== undefined) {
  process.stdout.write('.env is there already, and stays as it is.\n');
} else {
  const [gateway, orders] = [newKeyPair(), newKeyPair()];
  const lines = [
    `POSTGRES_PASSWORD=${newPassword()}`,
    `MONGODB_PASSWORD=${newPassword()}`,
    ...SUBGRAPHS.map((name) => `${name.toUpperCase()}_PASSWORD=${newPassword()}`),
    events(),
    `IDENTITY_TRUST=gateway=${gateway.publicKey},orders=${orders.publicKey}`,
    `GATEWAY_IDENTITY_KEY=${gateway.privateKey}`,
    `ORDERS_IDENTITY_KEY=${orders.privateKey}`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  process.stdout.write('Wrote .env: passwords and keys for docker compose.\n');
}
