import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { preferredEncoding } from '../../src/http/acceptEncoding.ts';
import { compressFor } from '../../src/http/compression.ts';
import { type House, startHouse } from '../support/house.ts';

test.each([
  [undefined, null],
  ['', null],
  ['gzip', 'gzip'],
  ['X-GZIP', 'gzip'],
  ['gzip, deflate, br, zstd', 'zstd'],
  ['gzip, deflate, br', 'br'],
  ['gzip;q=1.0, br;q=0.8', 'gzip'],
  ['br;q=0.5, *;q=0.1', 'br'],
  ['*', 'zstd'],
  ['*;q=0', null],
  ['zstd;q=0, *', 'br'],
  ['gzip;q=0, br;q=0.0', null],
  ['identity', null],
  ['identity;q=0.5, gzip;q=0.4', null],
  ['identity;q=0.5, gzip;q=0.5', 'gzip'],
  ['identity;q=0, *;q=0', null],
  ['gzip;q=two', null],
  ['deflate, compress', null],
  [' br ; q=0.7 ,gzip', 'gzip'],
])('accept-encoding: %s is answered in %s', (header, encoding) => {
  expect(preferredEncoding(header)).toBe(encoding);
});

const DECODE = { br: brotliDecompressSync, gzip: gunzipSync, zstd: zstdDecompressSync };
const QUERY = `{ ${Array.from({ length: 30 }, (_, index) => `a${index}: products { id name }`).join(' ')} }`;

/** Uses plain HTTP, because `fetch` requests codings by itself, and decodes them. */
async function ask(house: House, headers: IncomingHttpHeaders, query = QUERY) {
  const asking = request(`${house.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  });
  asking.end(JSON.stringify({ query }));
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return { headers: response.headers, body: await buffer(response) };
}

test.each(['compiled', 'apollo'] as const)(
  '%s: an answer has the coding that the client prefers, and names it',
  async (executor) => {
    await using house = await startHouse({ executor });
    const plain = await ask(house, {});
    expect(plain.headers).toMatchObject({ vary: expect.stringContaining('accept-encoding') });
    expect(plain.headers['content-encoding']).toBe(undefined);
    for (const encoding of ['br', 'gzip', 'zstd'] as const) {
      const { headers, body } = await ask(house, { 'accept-encoding': encoding });
      expect(headers).toMatchObject({
        'content-encoding': encoding,
        'content-length': String(body.length),
        'content-type': 'application/json; charset=utf-8',
      });
      expect(headers.vary?.toLowerCase().match(/accept-encoding/g)).toHaveLength(1);
      expect(body.length).toBeLessThan(plain.body.length / 4);
      expect(DECODE[encoding](body)).toEqual(plain.body);
    }
  },
);

test('small answers, event streams and answers for clients without our codings are sent uncompressed', async () => {
  await using house = await startHouse();
  const wants = { 'accept-encoding': 'gzip, br' };
  expect((await ask(house, wants, '{ products { id } }')).headers['content-encoding']).toBe(undefined);
  const stream = await ask(house, { ...wants, accept: 'text/event-stream' });
  expect(stream.headers['content-encoding']).toBe(undefined);
  expect(stream.body.toString()).toContain('Product a');
  expect((await ask(house, { 'accept-encoding': 'identity' })).headers['content-encoding']).toBe(undefined);
  await using off = await startHouse({ compression: false });
  expect((await ask(off, wants)).headers['content-encoding']).toBe(undefined);
});

test('text and bytes of at least a kilobyte are compressed', async () => {
  expect(compressFor('gzip', 'a'.repeat(1_023))).toBe(null);
  for (const body of ['ä'.repeat(1_024), Buffer.from('ä'.repeat(1_024))]) {
    const compressed = await compressFor('gzip', body);
    expect(gunzipSync(compressed!.body).toString()).toBe('ä'.repeat(1_024));
  }
});
