/** RFC 3339, section 5.6, with letters in either case and seconds up to 59. */
const DATE_TIME =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))t((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d+))?(z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** The maximum number of characters of a text that is parsed. */
const MAX_LENGTH = 64;

/**
 * Parses a date and time of RFC 3339 that exists in the calendar. Every input of the API is parsed so.
 *
 * Decimals beyond the millisecond are cut off, because rounding could move the time into the next day. A leap
 * second (`:60`) is rejected: no clock of ours, no `Date` and no database can hold it, and the next second
 * would be a different one. The time must lie in the years 0000 to 9999 of UTC; otherwise RFC 3339 could not
 * represent it again.
 * @returns undefined for any other text.
 */
export function parseDateTime(text: string): Date | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, date, time, fraction = '', offset] = DATE_TIME.exec(text) ?? [];
  // `Date` takes 31 November for 1 December.
  if (date === undefined || !new Date(date).toISOString().startsWith(date)) return undefined;
  const moment = new Date(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset?.toUpperCase()}`);
  return /^\d{4}-/.test(moment.toISOString()) ? moment : undefined;
}

/** Returns true for a date and time in the only format that we write: UTC with milliseconds. */
export function isWrittenDateTime(text: string): boolean {
  return parseDateTime(text)?.toISOString() === text;
}
