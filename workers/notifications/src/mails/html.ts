/** HTML that no inserted value can break out of: templates escape every value that is not itself `Html`. */
export interface Html {
  readonly markup: string;
}

type Inserted = string | number | URL | Html | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

function markupOf(value: Inserted): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  if (value instanceof URL) return escapeText(value.href);
  if ('markup' in value) return value.markup;
  return value.map(({ markup }) => markup).join('');
}

/** A template of HTML. Values may be in text and in attributes between double quotes, and nowhere else. */
export function html(template: TemplateStringsArray, ...values: readonly Inserted[]): Html {
  return { markup: String.raw({ raw: template }, ...values.map(markupOf)) };
}

/**
 * Returns text from outside as one line. Line breaks and other control characters become spaces; characters
 * that change the direction of writing are removed. So a name can neither add paragraphs to a mail nor
 * disguise an address in it.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}
