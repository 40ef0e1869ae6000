/** The octets of a head (RFC 9110, sections 5.5 and 5.6.2). */

export const TAB = 0x09;
export const SPACE = 0x20;
export const CR = 0x0d;
export const LF = 0x0a;
export const COLON = 0x3a;

const table = (pattern: RegExp) =>
  Uint8Array.from({ length: 256 }, (_, octet) => (pattern.test(String.fromCharCode(octet)) ? 1 : 0));

/** 1 for an octet that a name may contain. */
export const TOKEN = table(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]$/);
/** 1 for an octet that a value may contain: no CR, LF, NUL or other control character except the tab. */
export const TEXT = table(/^[\t\x20-\x7e\x80-\xff]$/);
/** The value of a hexadecimal digit; 16 for everything else. */
export const HEX = Uint8Array.from({ length: 256 }, (_, octet) => {
  const digit = String.fromCharCode(octet);
  return /^[0-9a-f]$/i.test(digit) ? Number.parseInt(digit, 16) : 16;
});
