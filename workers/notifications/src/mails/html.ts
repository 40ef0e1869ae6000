/** HTML that cannot be broken out of: what is put into a template is escaped, unless it came out of one. */
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

/** A template of HTML. Values may stand in text, and in attributes between double quotes; nowhere else. */
export function html(template: TemplateStringsArray, ...values: readonly Inserted[]): Html {
  return { markup: String.raw({ raw: template }, ...values.map(markupOf)) };
}

/**
 * Text from outside as one line: line breaks and other control characters are spaces, and what turns the direction of
 * writing around is left out. So nobody writes paragraphs, or hides an address, in a mail of ours by a name.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}
