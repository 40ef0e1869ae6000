/** Answers as bytes, and their expected reading. */

const lines = (...all: readonly string[]) => all.join('\r\n');
const long = (length: number) => 'x'.repeat(length);

export interface GoodAnswer {
  readonly name: string;
  readonly bytes: string;
  readonly status: number;
  readonly text: string;
  readonly persistent: boolean;
}

const good = (name: string, bytes: string, text: string, more: Partial<GoodAnswer> = {}): GoodAnswer => ({
  name,
  bytes,
  text,
  status: 200,
  persistent: true,
  ...more,
});

export const GOOD: readonly GoodAnswer[] = [
  good('a length', lines('HTTP/1.1 200 OK', 'Content-Length: 6', '', 'hällo'), 'hällo'),
  good('no body', lines('HTTP/1.1 200 OK', 'content-length: 0', '', ''), ''),
  good('a status line without a reason', lines('HTTP/1.1 503', 'content-length:2', '', 'no'), 'no', {
    status: 503,
  }),
  good('blanks around a length', lines('HTTP/1.1 200 ', 'content-length: \t 2 \t', '', 'ok'), 'ok'),
  good(
    'ignored headers, including empty ones and Latin-1',
    lines(
      'HTTP/1.1 200 OK',
      'date: today',
      'x:',
      'x-y: \xe4',
      'content-length: 2',
      'a!#$%&*+-.^_`|~: 1',
      '',
      'ok',
    ),
    'ok',
  ),
  good('204 with a length', lines('HTTP/1.1 204 No Content', 'content-length: 9', '', ''), '', {
    status: 204,
  }),
  good('304', lines('HTTP/1.1 304 Not Modified', '', ''), '', { status: 304 }),
  good(
    'interim answers before it',
    lines(
      'HTTP/1.1 100 Continue',
      '',
      'HTTP/1.1 103 Early Hints',
      'link: </a>',
      '',
      'HTTP/1.1 200 OK',
      'content-length: 2',
      '',
      'ok',
    ),
    'ok',
  ),
  good(
    'chunks',
    lines(
      'HTTP/1.1 200 OK',
      'Transfer-Encoding: Chunked',
      '',
      '5',
      'hello',
      '1',
      ' ',
      '0a',
      'wörldwide',
      '0',
      '',
      '',
    ),
    'hello wörldwide',
  ),
  good('no chunks', lines('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '0', '', ''), ''),
  good(
    'chunks with extensions and trailers',
    lines(
      'HTTP/1.1 200 OK',
      'transfer-encoding: chunked',
      '',
      '2;a=b;c="d e;"',
      '{}',
      '00;x',
      'digest: 1',
      'x-y: a:b',
      '',
      '',
    ),
    '{}',
  ),
  good(
    'identity as its encoding',
    lines('HTTP/1.1 200 OK', 'content-encoding: identity', 'content-length: 2', '', 'ok'),
    'ok',
  ),
  good(
    'connection: close',
    lines('HTTP/1.1 200 OK', 'connection: x, Close', 'content-length: 2', '', 'ok'),
    'ok',
    { persistent: false },
  ),
  good('HTTP/1.0', lines('HTTP/1.0 200 OK', 'content-length: 2', '', 'ok'), 'ok', { persistent: false }),
  good(
    'many headers',
    lines('HTTP/1.1 200 OK', ...Array(9).fill(`x: ${long(90)}`), 'content-length: 2', '', 'ok'),
    'ok',
  ),
];

const sized = (...headers: readonly string[]) => lines('HTTP/1.1 200 OK', ...headers, '', 'ok');
const chunked = (...body: readonly string[]) =>
  lines('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', ...body);

/** Each is refused before it could pass for an answer. */
export const MALFORMED: readonly (readonly [string, string])[] = [
  ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['HTTP/2', lines('HTTP/2.0 200 OK', 'content-length: 2', '', 'ok')],
  ['HTTP/1.2', lines('HTTP/1.2 200 OK', 'content-length: 2', '', 'ok')],
  ['a status of two digits', lines('HTTP/1.1 20 OK', 'content-length: 2', '', 'ok')],
  ['a status of four digits', lines('HTTP/1.1 2000 OK', 'content-length: 2', '', 'ok')],
  ['a status of 600', lines('HTTP/1.1 600 OK', 'content-length: 2', '', 'ok')],
  ['two blanks before the status', lines('HTTP/1.1  200 OK', 'content-length: 2', '', 'ok')],
  ['an empty line before the status line', lines('', 'HTTP/1.1 200 OK', 'content-length: 2', '', 'ok')],
  ['another protocol', lines('HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', '', '')],
  ['a length and chunks', sized('content-length: 2', 'transfer-encoding: chunked')],
  ['chunks and a length', sized('transfer-encoding: chunked', 'content-length: 2')],
  ['two different lengths', sized('content-length: 2', 'content-length: 1')],
  ['the same length twice', sized('content-length: 2', 'content-length: 2')],
  ['two lengths in one', sized('content-length: 2, 2')],
  ['a length with a sign', sized('content-length: +2')],
  ['a negative length', sized('content-length: -2')],
  ['a hexadecimal length', sized('content-length: 0x2')],
  ['an empty length', sized('content-length:')],
  ['a length that is a word', sized('content-length: two')],
  ['a length after a space that is not HTTP’s', sized('content-length: \xa02')],
  ['a huge length', sized('content-length: 9999999999999999999')],
  ['a length of more than 64 MiB', sized('content-length: 67108865')],
  ['a folded header', sized('x: a', ' b', 'content-length: 2')],
  ['a blank before the first header', sized(' x: a', 'content-length: 2')],
  ['a blank before the colon', sized('content-length : 2')],
  ['a header without a name', sized(': 2', 'content-length: 2')],
  ['a header without a colon', sized('content-length 2')],
  ['LF alone after the status line', 'HTTP/1.1 200 OK\ncontent-length: 2\r\n\r\nok'],
  ['LF alone after a header', 'HTTP/1.1 200 OK\r\ncontent-length: 2\n\r\nok'],
  ['LF alone at the end of the head', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\nok'],
  ['CR in a header', sized('x: a\rb', 'content-length: 2')],
  ['NUL in a header', sized('x: a\0b', 'content-length: 2')],
  ['NUL in a name', sized('x\0y: a', 'content-length: 2')],
  ['another transfer encoding', sized('transfer-encoding: gzip')],
  ['a transfer encoding before chunks', sized('transfer-encoding: gzip, chunked')],
  ['chunks twice', sized('transfer-encoding: chunked', 'transfer-encoding: chunked')],
  ['chunks in HTTP/1.0', lines('HTTP/1.0 200 OK', 'transfer-encoding: chunked', '', '0', '', '')],
  ['an encoding that was not asked for', sized('content-encoding: gzip', 'content-length: 2')],
  ['a head of more than 16 KiB', sized(`x: ${long(16_384)}`, 'content-length: 2')],
  ['one header that never ends', `HTTP/1.1 200 OK\r\nx: ${long(40_000)}`],
  ['interim answers of more than 16 KiB', 'HTTP/1.1 100 Continue\r\nx: 0123456789\r\n\r\n'.repeat(500)],
  ['a chunk without a length', chunked('', 'ok', '0', '', '')],
  ['a chunk with a length that is not a number', chunked('g', 'ok')],
  ['a chunk with a sign', chunked('+2', 'ok')],
  ['a chunk with 0x', chunked('0x2', 'ok')],
  ['a blank before a chunk’s length', chunked(' 2', 'ok')],
  ['a blank after a chunk’s length', chunked('2 ', 'ok')],
  ['a chunk with nine digits', chunked('000000002', 'ok')],
  ['a chunk longer than its length', chunked('2', 'oky', '0', '', '')],
  ['LF alone after a chunk’s length', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\nok\r\n'],
  ['LF alone in a chunk’s extension', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;a\nok\r\n'],
  ['LF alone after a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\n'],
  ['CR without LF after a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r0'],
  ['extensions without end', chunked(`2;${long(20_000)}`)],
  ['a trailer without a name', chunked('0', ' a: b', '', '')],
  ['a trailer with NUL', chunked('0', 'a: \0', '', '')],
  ['trailers without end', chunked('0', ...Array(2_000).fill('x: 0123456789'))],
];

/** Each is cut off before its end. */
export const BEGUN: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['half a status line', 'HTTP/1.1 20'],
  ['half a head', 'HTTP/1.1 200 OK\r\ncontent-len'],
  ['an interim answer only', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ['a head', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n'],
  ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no'],
  ['half a chunk', chunked('2', 'o')],
  ['chunks without the last', chunked('2', 'ok', '')],
  ['chunks without their end', chunked('2', 'ok', '0', '')],
];
