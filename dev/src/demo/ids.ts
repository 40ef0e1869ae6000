/**
 * The demo data has fixed ids, on which checks and the IDE's examples rely. Each is a UUIDv7 of 2024-11-23.
 */
const KINDS = {
  product: 0x0000,
  category: 0x0001,
  user: 0x0002,
  address: 0x0003,
  warehouse: 0x0004,
} as const;

/** @param number 1 and up. */
export function demoId(kind: keyof typeof KINDS, number: number): string {
  const variant = (0x8000 + KINDS[kind]).toString(16);
  return `01936f00-0000-7000-${variant}-${number.toString(16).padStart(12, '0')}`;
}
