import { Refused } from './malformed.ts';

/**
 * Headers that this client writes itself. Another value would change where the server finds the end of the
 * request, or what it does with the connection.
 */
const OWN: ReadonlySet<string> = new Set([
  'accept',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/**
 * The most names remembered as valid. They come from the program, so there are few; the bound keeps a mistake
 * from filling the memory.
 */
const MAX_NAMES = 100;

/** Writes the head of a request. @param length the bytes of its JSON body. */
export type WriteHead = (headers: Readonly<Record<string, string>>, length: number) => string;

/**
 * Creates a writer of request heads for one endpoint. The common part is composed once. The writer throws
 * Refused for a header that would smuggle in another header or request.
 */
export function createHeadWriter({ host, pathname, search }: URL): WriteHead {
  const common = [
    `POST ${pathname}${search} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    'accept: application/json',
    '',
  ].join('\r\n');
  const names = new Map<string, string>();

  function nameOf(name: string): string {
    const known = names.get(name);
    if (known !== undefined) return known;
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) || OWN.has(name.toLowerCase()))
      throw new Refused('A header of the request has a name that it may not have.');
    const written = `${name}: `;
    if (names.size < MAX_NAMES) names.set(name, written);
    return written;
  }

  return (headers, length) => {
    let head = common;
    for (const name in headers) {
      const value = headers[name] ?? '';
      if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
        throw new Refused(`The header ${name} of the request has a character that it may not have.`);
      head += `${nameOf(name)}${value}\r\n`;
    }
    return `${head}content-length: ${length}\r\n\r\n`;
  };
}
