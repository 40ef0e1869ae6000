import { Malformed } from './malformed.ts';
import { COLON, CR, LF, SPACE, TAB, TEXT, TOKEN } from './octets.ts';

/** The facts in an answer's head about its body and the connection. */
export interface Head {
  readonly status: number;
  /** The body's length in bytes, or how its end is found. */
  readonly body: number | 'chunked' | 'close';
  /** True when the connection may be reused. */
  readonly persistent: boolean;
  /** The milliseconds that the server keeps an idle connection; null when it does not say. */
  readonly keepAlive: number | null;
  /** The position after the head in the bytes that it was read from. */
  readonly end: number;
}

type Fields = { -readonly [Name in 'keepAlive' | 'persistent']: Head[Name] } & {
  length: number | null;
  chunked: boolean;
};

const VERSION = Buffer.from('HTTP/1.');

/**
 * Reads a status line and headers (RFC 9112, sections 2 to 6), strictly. A lenient parser can be tricked into
 * finding an answer's end where it is not, and into taking what follows for the answer to another client's
 * request.
 * @returns null when the bytes do not hold the end of the head.
 * @throws Malformed.
 */
export function readHead(bytes: Buffer, from: number, to: number): Head | null {
  for (let n = 0; n < VERSION.length; n++) {
    if (from + n === to) return null;
    if (bytes[from + n] !== VERSION[n]) throw new Malformed('It does not begin with a status line.');
  }
  let at = endOfLine(bytes, from + VERSION.length, to);
  if (at < 0) return null;
  const [, minor, code] =
    /^([01]) ([1-5]\d\d)(?: .*)?$/.exec(bytes.toString('latin1', from + VERSION.length, at - 2)) ?? [];
  if (code === undefined) throw new Malformed('Its status line is malformed.');
  const fields: Fields = { length: null, chunked: false, persistent: minor === '1', keepAlive: null };
  while (at < to && bytes[at] !== CR) {
    const name = at;
    while (at < to && TOKEN[bytes[at] ?? 0] === 1) at++;
    if (at === to) return null;
    if (at === name || bytes[at] !== COLON) throw new Malformed('A header has no name.');
    const colon = at;
    at = endOfLine(bytes, colon + 1, to);
    if (at < 0) return null;
    if (isHeeded(colon - name))
      heed(fields, bytes.toString('latin1', name, colon), textOf(bytes, colon + 1, at - 2));
  }
  const end = endOfLine(bytes, at, to);
  if (end < 0) return null;
  const status = Number(code);
  return { status, body: framing(status, minor === '1', fields), ...fields, end };
}

/**
 * @returns the position after the CR LF that ends the line; -1 when the bytes do not hold it.
 * @throws Malformed for what no line may contain: a bare CR or LF, or NUL.
 */
export function endOfLine(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && TEXT[bytes[at] ?? 0] === 1) at++;
  if (at === to) return -1;
  if (bytes[at] !== CR) throw new Malformed('A line has a control character.');
  if (at + 1 === to) return -1;
  if (bytes[at + 1] !== LF) throw new Malformed('A line ends with CR alone.');
  return at + 2;
}

/** Judges by the length of the header's name, so that other names need not become strings. */
const isHeeded = (length: number) => length === 10 || length === 14 || length === 16 || length === 17;

/** Trims spaces and tabs. `trim` would remove other white space as well. */
function textOf(bytes: Buffer, from: number, to: number): string {
  let begin = from;
  let end = to;
  while (begin < end && isBlank(bytes[begin])) begin++;
  while (end > begin && isBlank(bytes[end - 1])) end--;
  return bytes.toString('latin1', begin, end);
}

const isBlank = (octet: number | undefined) => octet === SPACE || octet === TAB;

function heed(fields: Fields, name: string, value: string): void {
  switch (name.toLowerCase()) {
    case 'content-length':
      if (fields.length !== null) throw new Malformed('It has two lengths.');
      if (!/^\d{1,15}$/.test(value)) throw new Malformed('Its length is not a number.');
      fields.length = Number(value);
      return;
    case 'transfer-encoding':
      if (fields.chunked || value.toLowerCase() !== 'chunked')
        throw new Malformed('It has a transfer encoding that was not asked for.');
      fields.chunked = true;
      return;
    case 'content-encoding':
      if (value.toLowerCase() !== 'identity')
        throw new Malformed('It has a content encoding that was not asked for.');
      return;
    case 'connection':
      if (/(?:^|[,\s])close(?:$|[,\s])/i.test(value)) fields.persistent = false;
      return;
    case 'keep-alive': {
      const seconds = /(?:^|[,\s])timeout=(\d{1,6})(?:$|[,\s])/i.exec(value)?.[1];
      if (seconds !== undefined) fields.keepAlive = Number(seconds) * 1_000;
    }
  }
}

/** Follows RFC 9112, section 6.3, without the leniency that it recommends. */
function framing(status: number, isHttp11: boolean, { length, chunked }: Fields): Head['body'] {
  if (status === 101) throw new Malformed('It changes to a protocol that was not asked for.');
  if (chunked && length !== null) throw new Malformed('It has a length and chunks.');
  if (chunked && !isHttp11) throw new Malformed('It has chunks, in HTTP/1.0.');
  if (status < 200 || status === 204 || status === 304) return 0;
  return chunked ? 'chunked' : (length ?? 'close');
}
