/** Argon2id at OWASP's first recommended setting (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
import { hash, verify } from '@node-rs/argon2';

/** `algorithm` 2 is Argon2id; the package's enum is a `const enum`, which type stripping cannot import. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A PHC string that costs as much as a real one and matches no password: its salt and its hash are zeros. */
const DECOY = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Makes a password the same on every keyboard and system (NIST SP 800-63B, section 5.1.1.2). */
const normalise = (password: string) => password.normalize('NFKC');

/** @returns a PHC string with its own salt. Runs on the thread pool, about 20 ms. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), PARAMETERS);
}

/** @param passwordHash undefined for an unknown account: never matches, at the same cost. */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? DECOY, normalise(password));
  return matches && passwordHash !== undefined;
}
