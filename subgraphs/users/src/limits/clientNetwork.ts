import { isIP } from 'node:net';

/**
 * Returns the part of a client's address by which attempts are counted: the whole of an IPv4 address, and the
 * first 64 bits of an IPv6 address, because one subscriber has all addresses under them.
 * @returns null for text that is not an address.
 */
export function networkOf(address: string): string | null {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isIP(mapped) === 4 ? mapped : null;
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return null;
  const [plain = ''] = address.split('%');
  // A URL writes an IPv6 address in its shortest form, in lower case (WHATWG URL Standard, section 3.5).
  const [head = '', tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const parts = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [parts(head), parts(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return `${[...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':')}::/64`;
}
