/** Tests which requests the fast path reads, and which it leaves to Node. */
import { expect, test } from 'vitest';
import { type PlainRequest, readPlainRequest } from '../../src/fastPath/plainRequest.ts';

const LIMITS = { head: 1_000, body: 100 };
const read = (text: string) => readPlainRequest(Buffer.from(text, 'latin1'), LIMITS);
const post = (headers: string, body = '') => `POST /graphql HTTP/1.1\r\nhost: a\r\n${headers}\r\n${body}`;

test('a plain request is read with its target, headers and body', () => {
  const text = post(
    'Content-Type: application/json\r\nX-Odd:\t \xe9 b\t \r\nX-None:\r\ncontent-length: 4\r\n',
    '{"a"',
  );
  const { bytes, body, ...request } = read(`${text}GET /next`) as PlainRequest;
  expect(request).toEqual({
    method: 'POST',
    target: '/graphql',
    headers: {
      host: 'a',
      'content-type': 'application/json',
      'x-odd': '\xe9 b',
      'x-none': '',
      'content-length': '4',
    },
  });
  expect([bytes.toString('latin1'), body.toString()]).toEqual([text, '{"a"']);
});

test('every prefix of a request is incomplete', () => {
  const text = post('connection: Keep-Alive\r\ncontent-length: 2\r\n', '{}');
  for (let length = 0; length < text.length; length++) expect(read(text.slice(0, length))).toBe('incomplete');
  expect(read(text)).toMatchObject({ method: 'POST' });
});

test.each([
  ['transfer-encoding', post('transfer-encoding: chunked\r\n', '0\r\n\r\n')],
  [
    'transfer-encoding and a length',
    post('content-length: 5\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'),
  ],
  ['two lengths', post('content-length: 2\r\ncontent-length: 2\r\n', '{}')],
  ['a list of lengths', post('content-length: 2, 2\r\n', '{}')],
  ['a signed length', post('content-length: +2\r\n', '{}')],
  ['a hexadecimal length', post('content-length: 0x2\r\n', '{}')],
  ['a length with a space', post('content-length: 2 2\r\n', '{}')],
  ['an empty length', post('content-length:\r\n', '{}')],
  ['a huge length', post('content-length: 99999999999999999999\r\n', '{}')],
  ['a length beyond the limit', post('content-length: 101\r\n')],
  ['a space before the colon', post('content-length : 2\r\n', '{}')],
  ['a folded line', post('x-a: 1\r\n  2\r\ncontent-length: 0\r\n')],
  ['a line without a colon', post('x-a\r\ncontent-length: 0\r\n')],
  ['a line without a name', post(': x\r\ncontent-length: 0\r\n')],
  ['a bare line feed', 'POST /graphql HTTP/1.1\r\nhost: a\ncontent-length: 2\r\n\r\n{}'],
  ['a bare carriage return', post('x-a: 1\rcontent-length: 2\r\n', '{}')],
  ['a null byte', post('x-a: 1\0\r\n')],
  ['a delete', post('x-a: \x7f\r\n')],
  ['a name that is no token', post('x(a): 1\r\n')],
  ['a name in Latin-1', post('x\xe9: 1\r\n')],
  ['a header twice', post('authorization: a\r\nAuthorization: b\r\n')],
  ['an upgrade', post('upgrade: websocket\r\n')],
  ['an expectation', post('expect: 100-continue\r\n')],
  ['a connection that closes', post('connection: close\r\n')],
  ['a connection with more options', post('connection: keep-alive, x-a\r\n')],
  ['no host', 'POST /graphql HTTP/1.1\r\nx-a: 1\r\n\r\n'],
  ['no header', 'GET / HTTP/1.1\r\n\r\n'],
  ['HTTP/1.0', 'POST /graphql HTTP/1.0\r\nhost: a\r\n\r\n'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['another method', 'CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['a lower-case method', 'post /graphql HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['two spaces', 'POST  /graphql HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['a space in the target', 'POST /graph ql HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['a leading empty line', '\r\nPOST /graphql HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  ['a head beyond the limit', post(`x-a: ${'x'.repeat(1_000)}\r\n`)],
  ['a head beyond the limit that does not end', `POST /graphql HTTP/1.1\r\nx-a: ${'x'.repeat(1_000)}`],
])('%s is left to Node', (_, text) => {
  expect(read(text)).toBe('other');
});

test('names of prototype properties are ordinary header names', () => {
  const { headers } = read(post('__proto__: x\r\nconstructor: y\r\n')) as PlainRequest;
  expect(Object.entries(headers)).toContainEqual(['__proto__', 'x']);
  expect(headers['toString']).toBeUndefined();
});
