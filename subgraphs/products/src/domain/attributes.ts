/** Levels below the attributes themselves. */
const MAX_DEPTH = 5;
/** UTF-16 units of the attributes as JSON. */
const MAX_SIZE = 16_384;

/** Names with a meaning in MongoDB's queries, or in JavaScript. */
const NAME = /^(?!\$|__proto__$)[^.\0]{1,100}$/;

/** Checks what a client wants to keep with a product. @returns a sentence that says what is wrong; undefined when nothing is. */
export function attributesProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'Must be a JSON object.';
  return problemIn(value, MAX_DEPTH) ?? (JSON.stringify(value).length > MAX_SIZE ? 'Too large.' : undefined);
}

function problemIn(value: unknown, depth: number): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : 'Contains a number that is none.';
  if (typeof value === 'string') {
    return value.isWellFormed() && !value.includes('\0')
      ? undefined
      : 'Contains characters that are not text.';
  }
  if (typeof value !== 'object') return 'Contains what is not JSON.';
  if (depth === 0) return `Nested deeper than ${MAX_DEPTH} levels.`;
  for (const [name, part] of Object.entries(value)) {
    if (!NAME.test(name) || !name.isWellFormed()) {
      return 'Names must have 1 to 100 characters, without dots, and not begin with $.';
    }
    const problem = problemIn(part, depth - 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
