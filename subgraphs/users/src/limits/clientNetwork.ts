import { isIP } from 'node:net';

/**
 * What of a client's address limits are counted by: an IPv4 address whole, of an IPv6 address the first 64 bits, since one
 * subscriber has all the others.
 * @returns null for what is no address.
 */
export function networkOf(address: string): string | null {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isIP(mapped) === 4 ? mapped : null;
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return null;
  const [plain = ''] = address.split('%');
  // A URL has the shortest form of an IPv6 address, in lower case (WHATWG URL Standard, section 3.5).
  const [head = '', tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const parts = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [parts(head), parts(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return `${[...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':')}::/64`;
}
