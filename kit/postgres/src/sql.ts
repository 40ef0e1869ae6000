/** The operation and the table of a statement, for the name of its span. */
export interface StatementSummary {
  /** `SELECT`, `INSERT`, `COMMIT`. */
  readonly operation: string;
  /** Undefined when the statement names no table. */
  readonly table: string | undefined;
}

/**
 * The maximum size of the cache. Statements are constants of the program; a statement built at run time could
 * fill it up.
 */
const MAX_KNOWN = 1_000;

const known = new Map<string, StatementSummary>();

/**
 * Summarizes a statement by its words, without parsing it. When there are several operations in one
 * statement, the first write counts, otherwise the first table that is read.
 */
export function summaryOf(text: string): StatementSummary {
  const found = known.get(text);
  if (found) return found;
  const summary = summarize(text);
  if (known.size < MAX_KNOWN) known.set(text, summary);
  return summary;
}

/** Does not match `for update`, `for no key update` and `do update set`. */
const WRITES =
  /\b(?<!\b(?:for|do|key)\s+)(insert|update|delete)\s+(?:into\s+|from\s+)?(?:only\s+)?([a-z_.]+)/i;
/** Does not match functions: `from unnest(…)`. */
const READS = /\b(?:from|join)\s+([a-z_.]+)\b(?!\s*\()/gi;
const NAMED = /\b([a-z_]+)\s+as\s+(?:materialized\s+)?\(/gi;

function summarize(text: string): StatementSummary {
  const plain = text.replace(/--.*|'[^']*'/g, '');
  const first = /[a-z]+/i.exec(plain)?.[0].toUpperCase() ?? 'UNKNOWN';
  if (!['WITH', 'SELECT', 'INSERT', 'UPDATE', 'DELETE'].includes(first)) {
    return { operation: first, table: undefined };
  }
  const write = WRITES.exec(plain);
  if (write) return { operation: (write[1] ?? '').toUpperCase(), table: write[2] };
  const within = new Set(Array.from(plain.matchAll(NAMED), ([, name]) => name));
  const tables = Array.from(plain.matchAll(READS), ([, name]) => name);
  return { operation: 'SELECT', table: tables.find((table) => !within.has(table) && table !== 'select') };
}
