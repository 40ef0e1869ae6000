import { toASCII } from 'tr46';

/**
 * Returns the form in which e-mail addresses are compared: the part before the `@` normalised (NFKC), trimmed
 * and case-folded; the domain as its A-labels. So `user@bücher.test` and `user@xn--bcher-kva.test` are one
 * address, as they are for every mail server, and `strasse` and `straße` are two, before the `@` and after
 * it. An invalid domain is only case-folded, so that an account that has one is still found.
 */
export function emailKey(email: string): string {
  const { local, domain } = partsOf(email);
  const folded = withoutCase(local);
  return domain === undefined ? folded : `${folded}@${domainKey(domain) ?? withoutCase(domain)}`;
}

/** Returns the form that earlier versions compared. Accounts that collide in the new form still have it. */
export function formerEmailKey(email: string): string {
  const folded = Array.from(email.normalize('NFKC').trim(), (character) =>
    character === 'ı' ? character : character.toLowerCase().toUpperCase().toLowerCase(),
  );
  return folded.join('').normalize('NFKC');
}

/** One `@` with text before it and a domain of two or more labels after it; no space, quote or bracket. */
const EMAIL = /^[^\s@"(),:;<>[\\\]]{1,64}@[^\s@"(),:;<>[\\\].]+(\.[^\s@"(),:;<>[\\\].]+)+$/u;

/**
 * Returns true when `email` looks like an address in a valid domain. Only verification shows that mail
 * arrives.
 */
export function isEmail(email: string): boolean {
  const { domain } = partsOf(email);
  return EMAIL.test(emailKey(email)) && domain !== undefined && domainKey(domain) !== undefined;
}

/** IDNA 2008 by UTS #46, non-transitional. @returns undefined for an invalid domain. */
function domainKey(domain: string): string | undefined {
  const checks = { checkBidi: true, checkJoiners: true, verifyDNSLength: true };
  return toASCII(domain, { ...checks, transitionalProcessing: false }) ?? undefined;
}

function partsOf(email: string): { local: string; domain: string | undefined } {
  const text = email.normalize('NFKC').trim();
  const at = text.lastIndexOf('@');
  return at < 0
    ? { local: text, domain: undefined }
    : { local: text.slice(0, at), domain: text.slice(at + 1) };
}

/**
 * Applies Unicode's simple case folding, which never turns one letter into two: both sigmas become one
 * letter, and `ẞ` becomes `ß`, not `ss`. It folds each character by itself, so that its neighbours do not
 * matter. The dotless `ı` stays as it is, as in CaseFolding.txt; otherwise it would become an `i`.
 */
function withoutCase(text: string): string {
  return Array.from(text, foldCharacter).join('').normalize('NFKC');
}

function foldCharacter(character: string): string {
  if (character === 'ı') return character;
  const upper = character.toUpperCase();
  return (Array.from(upper).length === 1 ? upper : character).toLowerCase();
}
