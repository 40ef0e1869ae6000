/** Takes secrets out of what is going to be logged. A net below the rule that they are not given to a log at all. */

const HIDDEN = '[hidden]';

/** Names of fields whose values are never shown. */
const SECRET_NAME =
  /^(?:set-)?cookie$|authori[sz]ation$|passw(?:or)?d|passphrase|secret|token|api-?key|private-?key|identity(?:-key)?$|credential|card-?(?:number|no)?$|^(?:pan|cvc|cvv|iban|pin)$|security-?code/i;

/** How deep fields are looked into; what is below is left out. */
const DEPTH = 6;
/** Characters of a text: a log line is no place for more. */
const MAX_TEXT = 8_000;

const RULES: readonly (readonly [RegExp, string])[] = [
  // JSON Web Tokens, and whatever follows an authorization scheme.
  [/\beyJ[\w-]{4,}\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  // The password of a URL.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi, `$1:${HIDDEN}@`],
  // `password: "…"` and `"password":"…"` within a text: of a document, of JSON, of a MongoDB message.
  [
    /((?:passw(?:or)?d|secret|token|card_?number|cvc|cvv)\w*\\?["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|\\"(?:[^"\\]|\\[^"])*\\"|'[^']*'|[^\s,;)}\]"']+)/gi,
    `$1${HIDDEN}`,
  ],
  // What a driver or graphql-js repeats of a value: PostgreSQL's class 22, unique keys, wrong variables and literals.
  [/(dup key: )\{.*\}/gs, `$1{ ${HIDDEN} }`],
  [/(\)=)\((?:[^()]|\([^()]*\))*\)/g, `$1(${HIDDEN})`],
  [
    /((?:invalid value|input syntax for [\w ]+:|cannot represent(?: a| an)?(?: [\w-]+)*?(?: value)?:|Unexpected \w+|out of range for [\w ]+:|input value for [\w ]+:|Unterminated string|JSON:?)\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|\{.*?\})/gi,
    `$1"${HIDDEN}"`,
  ],
  [/(Failing row contains )\(.*\)/gs, `$1(${HIDDEN})`],
  [/Unexpected token .*? is not valid JSON/gs, `not valid JSON`],
];

/** 13 to 19 digits, with blanks or hyphens between. */
const CARD = /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g;

/** A text without what looks like a token, a password or a card number. */
export function scrub(text: string): string {
  let shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  for (const [pattern, instead] of RULES) shown = shown.replace(pattern, instead);
  return shown.replace(CARD, (digits) => (isCardNumber(digits) ? HIDDEN : digits));
}

/** Fields of a log line: secret names without their values, texts scrubbed, errors reduced to what they say of themselves. */
export function scrubFields(fields: object, depth = DEPTH): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    shown[name] = SECRET_NAME.test(name) ? HIDDEN : scrubValue(value, depth - 1);
  }
  return shown;
}

function scrubValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth <= 0) return '[…]';
  if (value instanceof Error) return scrubError(value, depth);
  if (value instanceof Date) return value;
  if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) return '[…]';
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => scrubValue(item, depth - 1));
  return scrubFields(value, depth);
}

/**
 * Drivers hang what was sent on their errors: `detail` and `where` of PostgreSQL, `keyValue` and `writeErrors` of
 * MongoDB, the request of an HTTP client. Named here is what says no more than what went wrong.
 */
function scrubError(error: Error, depth: number): object {
  const { code, codeName, constraint, table, syscall, cause, errors } = error as Error &
    Record<string, unknown>;
  const shown = { type: error.name, message: scrub(error.message), stack: scrub(error.stack ?? '') };
  const more = { code, codeName, constraint, table, syscall };
  for (const [name, value] of Object.entries(more)) {
    if (typeof value === 'string' || typeof value === 'number') Object.assign(shown, { [name]: value });
  }
  if (cause !== undefined) Object.assign(shown, { cause: scrubValue(cause, depth - 1) });
  if (Array.isArray(errors)) Object.assign(shown, { errors: scrubValue(errors, depth - 1) });
  return shown;
}

/** ISO/IEC 7812-1, annex B (Luhn). */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  let sum = 0;
  for (let n = 0; n < digits.length; n++) {
    const digit = Number(digits[digits.length - 1 - n]);
    const doubled = n % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
