/** Serves the four subgraphs over HTTP in this process, each on its own port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Answerer, createAnswerer } from './answer.ts';
import type { Addresses } from './compose.ts';
import { SUBGRAPHS } from './schemas.ts';

export interface Counts {
  /** Requests answered since the start. */
  readonly requests: number;
  /** The requests whose answer was computed because they did not repeat an earlier one. */
  readonly worked: number;
}

export interface Subgraphs extends AsyncDisposable {
  readonly addresses: Addresses;
  counts(): Counts;
}

export async function startSubgraphs(): Promise<Subgraphs> {
  await using opened = new AsyncDisposableStack();
  const answerers: Answerer[] = [];
  const addresses: Record<string, string> = {};
  let requests = 0;
  for (const name of SUBGRAPHS) {
    const answerer = createAnswerer(name);
    answerers.push(answerer);
    const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
      // Only GraphQL requests count. A gateway may also request keys or health.
      if (request.method === 'POST') requests++;
      serve(answerer, request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.defer(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('A subgraph has no port.');
    addresses[name] = `http://127.0.0.1:${address.port}/graphql`;
  }
  const disposal = opened.move();
  return {
    addresses: addresses as Addresses,
    counts: () => ({ requests, worked: answerers.reduce((sum, { worked }) => sum + worked, 0) }),
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

function serve(answerer: Answerer, request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [only] = chunks;
    const body = only && chunks.length === 1 ? only : Buffer.concat(chunks);
    try {
      send(response, 200, answerer.answer(body.toString()));
    } catch (error) {
      send(response, 400, Buffer.from(JSON.stringify({ errors: [{ message: String(error) }] })));
    }
  });
}

function send(response: ServerResponse, status: number, body: Buffer): void {
  response.sendDate = false;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}
