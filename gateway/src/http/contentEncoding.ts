/** Decompresses requests (RFC 9110, section 8.4), on threads other than the one that answers. */
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/**
 * With `info`, Node also returns the engine, which knows how much of the body it has read. Node's types omit
 * that.
 */
type Unpack = (
  body: Buffer,
  options: { readonly maxOutputLength: number; readonly info: true },
  done: (error: Error | null, unpacked: { buffer: Buffer; engine: { bytesWritten: number } }) => void,
) => void;

/** In the order in which a refusal lists them. */
const UNPACK = { zstd: zstdDecompress, br: brotliDecompress, gzip: gunzip, deflate: inflate };
const CODINGS = new Map(Object.entries(UNPACK as unknown as Record<string, Unpack>));
const ACCEPTED = [...CODINGS.keys()].join(', ');
/** The most codings of one request: decoding each may take as much work as the body's limit allows. */
const MAX_CODINGS = 4;

const refuse = (statusCode: number, code: string, cause?: unknown) =>
  Object.assign(new Error(code, { cause }), { statusCode, code });

/**
 * Decodes the body of each request.
 * @param limit the most bytes of a body, both encoded and decoded.
 */
export function addContentDecoding(app: FastifyInstance, limit: number): void {
  app.addHook('preParsing', async (request, reply, payload) => {
    const codings = codingsOf(request.headers['content-encoding']);
    if (codings.length === 0 || request.method === 'GET' || request.method === 'HEAD') return payload;
    const unpacking = codings.map((coding) => CODINGS.get(coding));
    if (codings.length > MAX_CODINGS || unpacking.includes(undefined)) {
      reply.header('accept-encoding', ACCEPTED);
      throw refuse(415, 'UNKNOWN_CONTENT_ENCODING');
    }
    const packed = await collect(payload, limit);
    let body = packed;
    // The coding applied last is listed last.
    for (const unpack of unpacking.toReversed()) if (unpack) body = await unpackWhole(unpack, body, limit);
    return Object.assign(Readable.from(body, { objectMode: false }), {
      receivedEncodedLength: packed.length,
    });
  });
}

/** Drops `identity` and empty members of the list. */
function codingsOf(header: string | undefined): string[] {
  if (header === undefined) return [];
  const names = header.split(',').map((name) => name.trim().toLowerCase());
  const codings = names.filter((name) => name !== '' && name !== 'identity');
  return codings.map((name) => (name === 'x-gzip' ? 'gzip' : name));
}

/**
 * Reads a whole stream. Does not destroy one that is too long, because that would close the connection before
 * the answer.
 */
function collect(payload: Readable, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) return void chunks.push(chunk);
      payload.off('data', take);
      reject(refuse(413, TOO_LARGE));
    };
    payload.on('data', take);
    payload.once('end', () => resolve(Buffer.concat(chunks)));
    payload.once('error', reject);
  });
}

const TOO_LARGE = 'FST_ERR_CTP_BODY_TOO_LARGE';

async function unpackWhole(unpack: Unpack, body: Buffer, limit: number): Promise<Buffer> {
  const unpacked = promisify(unpack)(body, { maxOutputLength: limit, info: true });
  const { buffer, engine } = await unpacked.catch((cause: unknown) => {
    const isTooLarge =
      cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge ? refuse(413, TOO_LARGE, cause) : refuse(400, 'BROKEN_CONTENT_ENCODING', cause);
  });
  if (engine.bytesWritten !== body.length) throw refuse(400, 'BROKEN_CONTENT_ENCODING');
  return buffer;
}
