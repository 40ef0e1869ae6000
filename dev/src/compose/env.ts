/** What docker-compose.yml takes from `.env`. */
import { newKeyPair, newPassword } from '../secrets.ts';
import { DATABASE_OWNERS } from '../services.ts';

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

/**
 * The lines to add to an `.env`, with passwords and keys made at random: those that it lacks.
 * @param present its text; undefined when there is none.
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
