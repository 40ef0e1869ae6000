/** The octets that a head is made of (RFC 9110, sections 5.5 and 5.6.2). */

export const TAB = 0x09;
export const SPACE = 0x20;
export const CR = 0x0d;
export const LF = 0x0a;
export const COLON = 0x3a;

const table = (pattern: RegExp) =>
  Uint8Array.from({ length: 256 }, (_, octet) => (pattern.test(String.fromCharCode(octet)) ? 1 : 0));

/** 1 for what a name may have. */
export const TOKEN = table(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]$/);
/** 1 for what a value may have: no CR, LF, NUL or other control characters but the tab. */
export const TEXT = table(/^[\t\x20-\x7e\x80-\xff]$/);
/** The value of a hexadecimal digit, and 16 for all else. */
export const HEX = Uint8Array.from({ length: 256 }, (_, octet) => {
  const digit = String.fromCharCode(octet);
  return /^[0-9a-f]$/i.test(digit) ? Number.parseInt(digit, 16) : 16;
});
