/**
 * The gaps of FerretDB 1.24. `npm run test:ferretdb` skips each test that needs such a feature, and names the
 * reason.
 */

export const NOT_ATOMIC = 'FerretDB 1.24 reads, then writes: its updates are not atomic';
export const NAMES_NO_INDEX = 'FerretDB 1.24 does not name the unique index that rejected a write';
export const NO_TTL = 'FerretDB 1.24 has no TTL indexes';
export const PULLS_NOTHING = 'FerretDB 1.24 removes nothing for $pull with a condition';
export const MATCHES_TOO_MUCH = 'FerretDB 1.24 matches too much for two $elemMatch';

export const ON_FERRETDB = process.env['MONGODB_IMPLEMENTATION'] === 'ferretdb';

/** The part of vitest's `test` that is used here. */
interface Test {
  (name: string, body: () => Promise<void>): void;
  skip(name: string, body: () => Promise<void>): void;
}

/** Returns a `test` that is skipped on FerretDB, with the reason in its name. */
export function unlessFerretdb(test: Test, reason: string) {
  return (name: string, body: () => Promise<void>): void =>
    ON_FERRETDB ? test.skip(`${name} (${reason})`, body) : test(name, body);
}
