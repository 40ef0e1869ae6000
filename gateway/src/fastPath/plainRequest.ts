/**
 * Reads HTTP/1.1 requests whose meaning and end are beyond doubt: a strict subset of RFC 9112. Node's own
 * parser accepts or refuses everything else, so nothing here reports what is wrong.
 */

export interface PlainRequest {
  readonly method: string;
  /** The request target, verbatim. */
  readonly target: string;
  /** By lower-case name, in an object without a prototype. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** The whole request, as received. */
  readonly bytes: Buffer;
}

export interface PlainLimits {
  /** The maximum size of the request line and headers, in bytes. */
  readonly head: number;
  /** The maximum size of the body, in bytes. */
  readonly body: number;
}

const REQUEST_LINE = /^(POST|GET|HEAD|OPTIONS) ([!-~]+) HTTP\/1\.1$/;

/**
 * A token, a colon, and a value without control characters other than tabs; read as Latin-1, as Node does.
 */
const HEADER = /([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([\t -~\x80-\xff]*)(?:\r\n|$)/y;

/** Headers that change where a request ends, or what its connection is. */
const DECISIVE = new Set([
  'transfer-encoding',
  'upgrade',
  'expect',
  'trailer',
  'te',
  'http2-settings',
  'proxy-connection',
]);

const END_OF_HEAD = '\r\n\r\n';

/**
 * @param bytes starting at the request's first byte.
 * @returns 'incomplete' while bytes are missing, and 'other' for a request that is not plain.
 */
export function readPlainRequest(bytes: Buffer, limits: PlainLimits): PlainRequest | 'incomplete' | 'other' {
  const end = bytes.indexOf(END_OF_HEAD, 0, 'latin1');
  if (end < 0) return bytes.length < limits.head ? 'incomplete' : 'other';
  if (end > limits.head) return 'other';
  const head = bytes.toString('latin1', 0, end);
  const lineEnd = head.indexOf('\r\n');
  const line = lineEnd < 0 ? null : REQUEST_LINE.exec(head.slice(0, lineEnd));
  const headers = line && readHeaders(head, lineEnd + 2);
  if (!line || !headers || headers['host'] === undefined) return 'other';
  const { connection } = headers;
  if (connection !== undefined && connection.toLowerCase() !== 'keep-alive') return 'other';
  const bodyLength = lengthOf(headers['content-length']);
  if (bodyLength === null || bodyLength > limits.body) return 'other';
  const from = end + END_OF_HEAD.length;
  const length = from + bodyLength;
  if (bytes.length < length) return 'incomplete';
  const [, method = '', target = ''] = line;
  return {
    method,
    target,
    headers,
    body: bytes.subarray(from, length),
    bytes: bytes.length === length ? bytes : bytes.subarray(0, length),
  };
}

/** Returns null when a header is malformed, decisive or repeated. */
function readHeaders(head: string, from: number): Record<string, string | undefined> | null {
  const headers: Record<string, string | undefined> = Object.create(null);
  HEADER.lastIndex = from;
  let at = from;
  while (at < head.length) {
    const [, written, value] = HEADER.exec(head) ?? [];
    if (written === undefined || value === undefined) return null;
    const name = written.toLowerCase();
    if (name in headers || DECISIVE.has(name)) return null;
    headers[name] = value.trim();
    at = HEADER.lastIndex;
  }
  return headers;
}

/** Returns null unless the value is a plain number. */
function lengthOf(header: string | undefined): number | null {
  if (header === undefined) return 0;
  return /^\d{1,9}$/.test(header) ? Number(header) : null;
}
