/** Letters that Unicode does not decompose into an ASCII letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/** Removes case, accents, apostrophes and compatibility forms from a text: `L’Été` becomes `lete`. */
export function fold(text: string): string {
  return Array.from(text.toLowerCase(), (character) => LETTERS[character] ?? character)
    .join('')
    .replaceAll('×', 'x')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '');
}

/** Returns the distinct folded words of a text: runs of letters and digits, in any script. */
export function wordsOf(text: string): string[] {
  return [...new Set(fold(text).match(/[\p{L}\p{N}]+/gu))];
}

/** Returns the form of a name that lists sort by. */
export function nameKeyOf(name: string): string {
  return fold(name).replace(/\s+/g, ' ');
}
