/**
 * Names that only query plans have. What a plan asks for itself (fields of `@requires`, keys) stands in the merged data under
 * such a name wherever the client's operation could want the place for something else.
 */
const PREFIX = '_private';
const PATTERN = /^_private\d*_(.+)$/;

/** The response name of a field that `@requires` names with arguments. */
export const privateField = (index: number, field: string) => `${PREFIX}${index}_${field}`;

/** The response name of a plan's own field, where the client gave another field that field's name. */
export const ownField = (field: string) => `${PREFIX}_${field}`;

/** What a client's alias is called while the operation is planned. */
export const hiddenAlias = (alias: string) => `${PREFIX}Alias_${alias}`;

/** Whether a client may not use it as an alias. */
export const isReserved = (name: string) => name.startsWith(PREFIX) || name.startsWith('__');

/**
 * Gives the fields of representations their own names, in place: what the `KeyRenamer`s of a plan say, but also for null,
 * zero, false and the empty text, which `@apollo/gateway` leaves out.
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
