import { dictionary } from '@zxcvbn-ts/language-common';

/** The number of passwords to refuse, not counting those that are too short anyway. */
const REFUSED = 10_000;
const SHORTEST = 8;

const fold = (password: string) => password.normalize('NFKC').toLowerCase();

const common = new Set(
  dictionary['passwords-common']
    .filter((password) => password.length >= SHORTEST)
    .slice(0, REFUSED)
    .map(fold),
);

/** Returns true when a password, in any case, is among the most common in leaked lists. */
export function isCommonPassword(password: string): boolean {
  return common.has(fold(password));
}
