/** Crockford's base 32: no letter that looks like a digit. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A number for people, such as HF-20261120-7Q4K2: the day (UTC), and 25 of the random bits of the order's UUIDv7. */
export function orderNumber(id: string, placedAt: Date): string {
  const day = placedAt.toISOString().slice(0, 10).replaceAll('-', '');
  const random = Number.parseInt(id.slice(-7), 16);
  const digits = [20, 15, 10, 5, 0].map((shift) => DIGITS[(random >>> shift) & 31]);
  return `HF-${day}-${digits.join('')}`;
}
