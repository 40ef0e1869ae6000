/** The lines of `.env` that docker-compose.yml reads. */
import { newKeyPair, newPassword } from '../secrets.ts';
import { DATABASE_OWNERS } from '../services.ts';

/** An `.env` from an earlier version lacks the passwords of the event bus and the workers. */
const passwords = DATABASE_OWNERS.map((name) => `${name.toUpperCase()}_PASSWORD`);

const newPasswords = (names: readonly string[]) => names.map((name) => `${name}=${newPassword()}`);

/**
 * An earlier `.env` lacks the keys of these as well. When two lines set the same name, the last one counts.
 */
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

/**
 * Returns the lines that an `.env` lacks, with random passwords and keys.
 * @param present the text of the file; undefined when there is none.
 */
export function newLines(present: string | undefined): string[] {
  if (present !== undefined) {
    const missing = passwords.filter((name) => !present.match(new RegExp(`^${name}=`, 'm')));
    return [...newPasswords(missing), ...newIdentities(present)];
  }
  const [gateway, orders] = [newKeyPair(), newKeyPair()];
  const trusted = `IDENTITY_TRUST=gateway=${gateway.publicKey},orders=${orders.publicKey}`;
  return [
    `POSTGRES_PASSWORD=${newPassword()}`,
    `MONGODB_PASSWORD=${newPassword()}`,
    ...newPasswords(passwords),
    `GATEWAY_IDENTITY_KEY=${gateway.privateKey}`,
    `ORDERS_IDENTITY_KEY=${orders.privateKey}`,
    ...newIdentities(trusted),
  ];
}
