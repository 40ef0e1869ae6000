/** Letters that Unicode does not take apart into an ASCII letter and a mark. */
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

/** Text without case, accents, apostrophes and compatibility forms: `L’Été` becomes `lete`. */
export function fold(text: string): string {
  return Array.from(text.toLowerCase(), (character) => LETTERS[character] ?? character)
    .join('')
    .replaceAll('×', 'x')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '');
}

/** The folded words of a text, each once: runs of letters and digits, of any script. */
export function wordsOf(text: string): string[] {
  return [...new Set(fold(text).match(/[\p{L}\p{N}]+/gu))];
}

/** A name as lists are sorted by it. */
export function nameKeyOf(name: string): string {
  return fold(name).replace(/\s+/g, ' ');
}
