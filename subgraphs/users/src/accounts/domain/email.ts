import { toASCII } from 'tr46';

/**
 * The form in which e-mail addresses are compared: the part before the `@` normalised (NFKC), trimmed and without case; the
 * domain as its A-labels. So `user@bücher.test` and `user@xn--bcher-kva.test` are one, as they are to every mail server, and
 * `strasse` and `straße` are two, before the `@` and after it. A domain that is none stays as it was written: it has to be
 * found again.
 */
export function emailKey(email: string): string {
  const { local, domain } = partsOf(email);
  const folded = withoutCase(local);
  return domain === undefined ? folded : `${folded}@${domainKey(domain) ?? withoutCase(domain)}`;
}

/** The form in which earlier versions compared them; accounts whose addresses became one by the new one still have it. */
export function formerEmailKey(email: string): string {
  const folded = Array.from(email.normalize('NFKC').trim(), (character) =>
    character === 'ı' ? character : character.toLowerCase().toUpperCase().toLowerCase(),
  );
  return folded.join('').normalize('NFKC');
}

/** One `@` with something before it and a domain of two or more labels after it; no space, quote or bracket. */
const EMAIL = /^[^\s@"(),:;<>[\\\]]{1,64}@[^\s@"(),:;<>[\\\].]+(\.[^\s@"(),:;<>[\\\].]+)+$/u;

/** Whether `email` looks like an address, in a domain that can be. That mail arrives there is what verification is for. */
export function isEmail(email: string): boolean {
  const { domain } = partsOf(email);
  return EMAIL.test(emailKey(email)) && domain !== undefined && domainKey(domain) !== undefined;
}

/** IDNA 2008 by UTS #46, non-transitional. @returns undefined for what is no domain. */
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
 * Unicode's simple case folding, which never makes two letters of one: both sigmas are one, `ẞ` is `ß` and not `ss`. By single
 * characters, so that no neighbour matters. The dotless `ı` stays itself, as in CaseFolding.txt, or it would be taken for an `i`.
 */
function withoutCase(text: string): string {
  return Array.from(text, foldCharacter).join('').normalize('NFKC');
}

function foldCharacter(character: string): string {
  if (character === 'ı') return character;
  const upper = character.toUpperCase();
  return (Array.from(upper).length === 1 ? upper : character).toLowerCase();
}
