/** The number of levels below the attributes themselves. */
const MAX_DEPTH = 5;
/** UTF-16 units of the attributes' JSON. */
const MAX_SIZE = 16_384;

/** UTF-16 units of a name. */
const MAX_NAME = 100;

/**
 * Checks the attributes of a product.
 * @returns a sentence that names the problem; undefined when there is none.
 */
export function attributesProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'Must be a JSON object.';
  return (
    problemIn(value, MAX_DEPTH) ??
    (JSON.stringify(value).length > MAX_SIZE
      ? `Must have at most ${MAX_SIZE} characters as JSON.`
      : undefined)
  );
}

function problemIn(value: unknown, depth: number): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : 'Contains a number that is not finite.';
  if (typeof value === 'string') {
    return isText(value) ? undefined : 'Contains characters that are not text.';
  }
  if (typeof value !== 'object') return 'Contains a value that is not JSON.';
  if (depth === 0) return `Is nested deeper than ${MAX_DEPTH} levels.`;
  for (const [name, part] of Object.entries(value)) {
    if (!isText(name)) return 'Contains characters that are not text.';
    if (name.length > MAX_NAME) return `Names must have at most ${MAX_NAME} characters.`;
    const problem = problemIn(part, depth - 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
