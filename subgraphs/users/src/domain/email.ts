/**
 * The form in which e-mail addresses are compared: NFKC, trimmed, case-folded. JavaScript has no case folding; lower,
 * upper and lower case in turn come to the same (`ẞ`, `ß` and `ss` are one, both sigmas are one), character by
 * character, so that no neighbour matters. The dotless `ı` stays itself, as in Unicode's CaseFolding.txt, or it would be
 * taken for an `i`.
 */
export function emailKey(email: string): string {
  const folded = Array.from(email.normalize('NFKC').trim(), (character) =>
    character === 'ı' ? character : character.toLowerCase().toUpperCase().toLowerCase(),
  );
  return folded.join('').normalize('NFKC');
}

/** One `@` with something before it and a domain of two or more labels after it; no space, quote or bracket. */
const EMAIL = /^[^\s@"(),:;<>[\\\]]{1,64}@[^\s@"(),:;<>[\\\].]+(\.[^\s@"(),:;<>[\\\].]+)+$/u;

/** Whether `email` looks like an address. That mail arrives there is what verification is for. */
export function isEmail(email: string): boolean {
  return EMAIL.test(emailKey(email));
}
