import type { IncomingMessage } from 'node:http';

/** Reads a request's body of the length that its header gives. Never settles when the client goes before it has sent all. */
export function readBody(request: IncomingMessage, done: (body: Buffer) => void): void {
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  request.on('data', (chunk: Buffer) => {
    if (!first) first = chunk;
    else if (rest) rest.push(chunk);
    else rest = [first, chunk];
  });
  request.on('end', () => done(rest ? Buffer.concat(rest) : (first ?? Buffer.alloc(0))));
}
