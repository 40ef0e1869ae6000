import { Refused } from './malformed.ts';

/** What this client writes itself. Another value would make the server find another end of the request, or of the connection. */
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
/** Names that are remembered as good. They are the program's, so there are few; a mistake must not fill memory all the same. */
const MAX_NAMES = 100;

/** The head of a request with a JSON body of so many bytes. */
export type WriteHead = (headers: Readonly<Record<string, string>>, length: number) => string;

/**
 * Writes heads of requests to one endpoint; what they have in common is written once.
 * @throws Refused, of what is returned, for a header that would be another header, or a request, of its own.
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
