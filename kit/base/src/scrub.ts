/**
 * Removes secrets from log lines. This is a safety net: the rule is to pass no secrets to a log in the first
 * place.
 */

const HIDDEN = '[hidden]';

/** The names of fields whose values are never shown. */
const SECRET_NAME =
  /^(?:set-)?cookie$|authori[sz]ation$|passw(?:or)?d|passphrase|secret|token|api-?key|private-?key|identity(?:-key)?$|credential|card-?(?:number|no)?$|^(?:pan|cvc|cvv|iban|pin)$|security-?code/i;

/** The maximum depth of nested fields; deeper ones are left out. */
const DEPTH = 6;
/** The maximum number of characters of a text in a log line. */
const MAX_TEXT = 8_000;

const RULES: readonly (readonly [RegExp, string])[] = [
  // JSON Web Tokens, and anything after an authorization scheme.
  [/\beyJ[\w-]{4,}\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  // The password of a URL.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi, `$1:${HIDDEN}@`],
  // `password: "…"` and `"password":"…"` within a text: a document, JSON, a MongoDB message.
  [
    /((?:passw(?:or)?d|secret|token|card_?number|cvc|cvv)\w*\\?["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|\\"(?:[^"\\]|\\[^"])*\\"|'[^']*'|[^\s,;)}\]"']+)/gi,
    `$1${HIDDEN}`,
  ],
  // Values that a driver or graphql-js repeats: PostgreSQL's class 22, unique keys, invalid variables and
  // literals.
  [/(dup key: )\{.*\}/gs, `$1{ ${HIDDEN} }`],
  [/(\)=)\((?:[^()]|\([^()]*\))*\)/g, `$1(${HIDDEN})`],
  [
    /((?:invalid value|input syntax for [\w ]+:|cannot represent(?: a| an)?(?: [\w-]+)*?(?: value)?:|Unexpected \w+|out of range for [\w ]+:|input value for [\w ]+:|Unterminated string|JSON:?)\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|\{.*?\})/gi,
    `$1"${HIDDEN}"`,
  ],
  [/(Failing row contains )\(.*\)/gs, `$1(${HIDDEN})`],
  [/Unexpected token .*? is not valid JSON/gs, `not valid JSON`],
];

/** 13 to 19 digits, with spaces or hyphens between them. */
const CARD = /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g;

/** Hides everything in a text that looks like a token, a password or a card number. */
export function scrub(text: string): string {
  let shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  for (const [pattern, replacement] of RULES) shown = shown.replace(pattern, replacement);
  return shown.replace(CARD, (digits) => (isCardNumber(digits) ? HIDDEN : digits));
}

/**
 * Scrubs the fields of a log line: hides the values of secret names, scrubs texts, and reduces errors to
 * their safe properties.
 */
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
 * Drivers attach sent data to their errors: `detail` and `where` of PostgreSQL, `keyValue` and `writeErrors`
 * of MongoDB, the request of an HTTP client. This keeps only the properties that describe what went wrong.
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

/** Checks the Luhn digit (ISO/IEC 7812-1, annex B). */
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
