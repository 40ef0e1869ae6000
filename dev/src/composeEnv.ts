/** `npm run compose:env`: writes `.env` for docker-compose.yml, with passwords and keys made at random. */
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newKeyPair, newPassword } from './secrets.ts';
import { ROOT, SUBGRAPHS } from './services.ts';

const file = join(ROOT, '.env');

async function exists(): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

if (await exists()) {
  process.stdout.write('.env is there already, and stays as it is.\n');
} else {
  const [gateway, orders] = [newKeyPair(), newKeyPair()];
  const lines = [
    `POSTGRES_PASSWORD=${newPassword()}`,
    `MONGODB_PASSWORD=${newPassword()}`,
    ...SUBGRAPHS.map((name) => `${name.toUpperCase()}_PASSWORD=${newPassword()}`),
    `IDENTITY_TRUST=gateway=${gateway.publicKey},orders=${orders.publicKey}`,
    `GATEWAY_IDENTITY_KEY=${gateway.privateKey}`,
    `ORDERS_IDENTITY_KEY=${orders.privateKey}`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  process.stdout.write('Wrote .env: passwords and keys for docker compose.\n');
}
