/** RFC 3339, section 5.6, with its letters in either case; seconds go to 59. */
const DATE_TIME =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))t((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d+))?(z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** Characters of the longest text that is looked at. */
const MAX_LENGTH = 64;

/**
 * Reads a date and time, as every input of the API does: RFC 3339, and only moments that exist.
 *
 * Decimals beyond the millisecond are cut off: rounding could move a moment into the next day. A leap second (`:60`) is not a
 * moment here: no clock of ours, no `Date` and no database can hold one, and the next second would be another one. The
 * moment must lie in the years 0000 to 9999 of UTC, or it could not be written in RFC 3339 again.
 * @returns undefined for what is none.
 */
export function parseDateTime(text: string): Date | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, date, time, fraction = '', offset] = DATE_TIME.exec(text) ?? [];
  // `Date` takes 31 November for 1 December.
  if (date === undefined || !new Date(date).toISOString().startsWith(date)) return undefined;
  const moment = new Date(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset?.toUpperCase()}`);
  return /^\d{4}-/.test(moment.toISOString()) ? moment : undefined;
}

/** Whether a text is a moment in the one form that we write: UTC with milliseconds. */
export function isWrittenDateTime(text: string): boolean {
  return parseDateTime(text)?.toISOString() === text;
}
