/**
 * Names that only query plans use. The fields that a plan fetches for itself (those of `@requires` and of
 * keys) have such a name in the merged data wherever the client's operation could use the real name for
 * something else.
 */
const PREFIX = '_private';
const PATTERN = /^_private\d*_(.+)$/;

/** Returns the response name of a field that `@requires` names with arguments. */
export const privateField = (index: number, field: string) => `${PREFIX}${index}_${field}`;

/**
 * Returns the response name of a plan's own field when the client uses that field's name as the alias of
 * another.
 */
export const ownField = (field: string) => `${PREFIX}_${field}`;

/** Returns the name that replaces a client's alias during planning. */
export const hiddenAlias = (alias: string) => `${PREFIX}Alias_${alias}`;

/** Returns true for a name that a client may not use as an alias. */
export const isReserved = (name: string) => name.startsWith(PREFIX) || name.startsWith('__');

/**
 * Restores the real field names of representations, in place. It does what the `KeyRenamer`s of a plan do,
 * but also for null, zero, false and the empty string, which `@apollo/gateway` skips.
 */
export function nameOwnFields(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) nameOwnFields(item);
  } else if (typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    for (const [key, inner] of Object.entries(record)) {
      nameOwnFields(inner);
      const name = PATTERN.exec(key)?.[1];
      if (name === undefined) continue;
      if (inner !== undefined) record[name] = inner;
      delete record[key];
    }
  }
}
