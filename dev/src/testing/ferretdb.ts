/** What FerretDB 1.24 lacks of MongoDB. `npm run test:ferretdb` skips each test that needs it by its name and says why. */

export const NOT_ATOMIC = 'FerretDB 1.24 reads, then writes: its updates are not atomic';
export const NAMES_NO_INDEX = 'FerretDB 1.24 does not say which unique index refused a write';

export const PULLS_NOTHING = 'FerretDB 1.24 removes nothing by $pull with a condition';
export const MATCHES_TOO_MUCH = 'FerretDB 1.24 matches too much by two $elemMatch';

export const ON_FERRETDB = process.env['MONGODB_IMPLEMENTATION'] === 'ferretdb';

/** As vitest has it. */
interface Test {
  (name: string, body: () => Promise<void>): void;
  skip(name: string, body: () => Promise<void>): void;
}

/** `test` that on FerretDB skips, for a reason that then stands in the name. */
export function unlessFerretdb(test: Test, reason: string) {
  return (name: string, body: () => Promise<void>): void =>
    ON_FERRETDB ? test.skip(`${name} (${reason})`, body) : test(name, body);
}
