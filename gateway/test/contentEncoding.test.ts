/** Tests compressed requests (RFC 9110, section 8.4). */
import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, startHouse } from './support/house.ts';

const LIMIT = 20_000;
const QUERY = '{ caller { user } }';
const ANSWER = { data: { caller: { user: null } } };

let house: House;
beforeAll(async () => {
  house = await startHouse({ bodyLimit: LIMIT });
  // The operation is known from here on, so plain requests take the fast path.
  expect(await house.ask(QUERY)).toEqual(ANSWER);
});
afterAll(() => house[Symbol.asyncDispose]());

/** Sends the request in one piece with its length, or in two without it. */
async function post(body: Buffer, contentEncoding: string | string[], { chunked = false } = {}) {
  const headers = [
    ['content-type', 'application/json'],
    ...[contentEncoding].flat().map((each) => ['content-encoding', each]),
  ];
  if (!chunked) headers.push(['content-length', String(body.length)]);
  const { port } = new URL(house.url);
  const options = {
    port,
    path: '/graphql',
    method: 'POST',
    headers: ['host', 'gateway', ...headers.flat()],
    agent: false,
  };
  const posting = request(options);
  if (chunked) posting.write(body.subarray(0, 5));
  posting.end(chunked ? body.subarray(5) : body);
  const [response] = await once(posting, 'response');
  return {
    status: response.statusCode as number,
    acceptEncoding: response.headers['accept-encoding'] as string | undefined,
    // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
    body: (await json(response)) as any,
  };
}

const bodyOf = (query: string) => Buffer.from(JSON.stringify({ query }));
const PLAIN = bodyOf(QUERY);
const PACKED = [
  ['gzip', gzipSync(PLAIN)],
  ['br', brotliCompressSync(PLAIN)],
  ['zstd', zstdCompressSync(PLAIN)],
  ['deflate', deflateSync(PLAIN)],
] as const;

test.each([
  ...PACKED,
  ['x-gzip', gzipSync(PLAIN)],
  ['GZIP', gzipSync(PLAIN)],
  ['identity', PLAIN],
  [', identity ,', PLAIN],
  ['gzip, br', brotliCompressSync(gzipSync(PLAIN))],
  ['deflate, identity, zstd', zstdCompressSync(deflateSync(PLAIN))],
  [['gzip', 'zstd'], zstdCompressSync(gzipSync(PLAIN))],
] as [string | string[], Buffer][])('%s is unpacked', async (encoding, body) => {
  expect(await post(body, encoding)).toMatchObject({ status: 200, body: ANSWER });
  expect(await post(body, encoding, { chunked: true })).toMatchObject({ status: 200, body: ANSWER });
});

const refused = (status: number, message: string) => ({
  status,
  body: { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] },
});

test.each([
  'compress',
  'gzip, compress',
  'gzip;q=1',
  'aws-chunked',
  '*',
  'constructor',
  'gzip, gzip, gzip, gzip, gzip',
])('%s is not known: 415, with the codings that are', async (encoding) => {
  const answer = await post(gzipSync(PLAIN), encoding);
  expect(answer).toEqual({
    ...refused(
      415,
      'The request has a Content-Encoding that is not known: Accept-Encoding has those that are.',
    ),
    acceptEncoding: 'zstd, br, gzip, deflate',
  });
});

const BROKEN = 'The request is not what its Content-Encoding says.';
test.each(PACKED.map(([encoding, body]) => ({ encoding, body })))(
  '$encoding that is truncated, damaged, followed by more bytes or missing is 400',
  async ({ encoding, body }) => {
    const wrong = [body.subarray(0, -3), Buffer.concat([body, Buffer.from('more')]), PLAIN];
    for (const each of wrong) expect(await post(each, encoding)).toEqual(refused(400, BROKEN));
    // br has no checksum: it decodes to something that is not JSON.
    const damaged = Buffer.from(body).fill(0xff, 4, 12);
    expect((await post(damaged, encoding)).status).toBe(400);
    expect((await post(Buffer.alloc(0), encoding)).status).toBe(400);
  },
);

test.each(['gzip', 'br', 'zstd', 'deflate'] as const)(
  '%s: a body too large once decoded is 413',
  async (encoding) => {
    const pack = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync, deflate: deflateSync };
    const fits = bodyOf(`${QUERY}${' '.repeat(LIMIT - PLAIN.length)}`);
    expect(fits).toHaveLength(LIMIT);
    expect(await post(pack[encoding](fits), encoding)).toMatchObject({ status: 200, body: ANSWER });
    const beyond = Buffer.concat([fits, Buffer.from(' ')]);
    const tooLarge = refused(413, 'The request is too large.');
    expect(await post(pack[encoding](beyond), encoding)).toEqual(tooLarge);
    const bomb = pack[encoding](Buffer.alloc(50_000_000));
    expect(await post(gzipSync(bomb), `${encoding}, gzip`)).toEqual(tooLarge);
  },
);

test('a body too large while encoded is 413, however it arrives', async () => {
  const noise = Buffer.from(Array.from({ length: LIMIT + 1 }, (_, n) => (n * 7919) % 251));
  for (const chunked of [false, true]) {
    expect(await post(noise, 'gzip', { chunked })).toEqual(refused(413, 'The request is too large.'));
  }
});

test('a GET has no body to decode', async () => {
  const url = `${house.url}/graphql?query=${encodeURIComponent(QUERY)}`;
  const headers = { 'content-encoding': 'gzip', 'apollo-require-preflight': '1' };
  expect(await (await fetch(url, { headers })).json()).toEqual(ANSWER);
});
