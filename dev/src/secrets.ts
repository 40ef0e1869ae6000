import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { OperatorError } from '@holdfast/kit-base/errors';
import { z } from 'zod';
import { makeDataDir, writePrivateFile } from './dataDir.ts';

const keyPair = z.object({ privateKey: z.string(), publicKey: z.string() });

const secretsSchema = z.object({
  /** The password of the embedded PostgreSQL's superuser. */
  postgresPassword: z.string(),
  /** The passwords of each service's own role or user in its database. */
  databasePasswords: z.record(z.string(), z.string()),
  /** The keys with which the services that call others sign their identities. */
  identities: z.object({
    gateway: keyPair,
    orders: keyPair,
    // A file from an earlier version lacks these.
    products: keyPair.default(() => newKeyPair()),
    reports: keyPair.default(() => newKeyPair()),
  }),
});

export type Secrets = z.infer<typeof secretsSchema>;

/**
 * Loads the passwords and keys of this machine, which the first start generates and keeps in the data folder.
 * @param services the owners of databases; one that is new since the last start gets its password now.
 * @throws OperatorError when the file cannot be read or written, or is damaged.
 */
export async function loadSecrets(dataDir: string, services: readonly string[]): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json');
  const stored = await readStored(file);
  if (stored === undefined) {
    const secrets = makeSecrets(services);
    await makeDataDir(dataDir);
    await writeSecrets(file, secrets);
    return secrets;
  }
  const parsed = secretsSchema.safeParse(parseJson(stored));
  if (parsed.success) {
    const secrets = withPasswords(parsed.data, services);
    if (!isDeepStrictEqual(secrets, parseJson(stored))) await writeSecrets(file, secrets);
    return secrets;
  }
  throw new OperatorError(`${file} is damaged; delete the folder ${dataDir} to start over without its data.`);
}

function withPasswords(secrets: Secrets, services: readonly string[]): Secrets {
  const missing = services.filter((service) => !Object.hasOwn(secrets.databasePasswords, service));
  return { ...secrets, databasePasswords: { ...secrets.databasePasswords, ...newPasswords(missing) } };
}

async function writeSecrets(file: string, secrets: Secrets): Promise<void> {
  await writePrivateFile(file, `${JSON.stringify(secrets, null, 2)}\n`);
}

/**
 * Returns undefined when there is no file. Only then may new secrets be made, because the databases know the
 * old ones.
 */
async function readStored(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    if ('code' in cause && cause.code === 'ENOENT') return undefined;
    throw new OperatorError(`cannot read ${file} (${cause.message}).`, { cause });
  }
}

/** Returns undefined for text that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function makeSecrets(services: readonly string[]): Secrets {
  return {
    postgresPassword: newPassword(),
    databasePasswords: newPasswords(services),
    identities: {
      gateway: newKeyPair(),
      orders: newKeyPair(),
      products: newKeyPair(),
      reports: newKeyPair(),
    },
  };
}

function newPasswords(services: readonly string[]): Record<string, string> {
  return Object.fromEntries(services.map((service) => [service, newPassword()]));
}

/** Returns an Ed25519 pair in the format of `IDENTITY_KEY` and `IDENTITY_TRUST`: DER in base64. */
export function newKeyPair(): z.infer<typeof keyPair> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
}

/** Returns an unguessable password from characters that need no quoting anywhere. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}
