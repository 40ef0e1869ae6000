import { dictionary } from '@zxcvbn-ts/language-common';

/** How many are refused; shorter ones than the shortest allowed are refused anyhow, and not counted. */
const REFUSED = 10_000;
const SHORTEST = 8;

const fold = (password: string) => password.normalize('NFKC').toLowerCase();

const common = new Set(
  dictionary['passwords-common']
    .filter((password) => password.length >= SHORTEST)
    .slice(0, REFUSED)
    .map(fold),
);

/** Whether a password is among the commonest in lists that were stolen, in whatever case it is written. */
export function isCommonPassword(password: string): boolean {
  return common.has(fold(password));
}
