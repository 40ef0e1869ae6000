import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A subgraph that records its requests, and sends a fixed answer. */
export interface Recorder extends AsyncDisposable {
  readonly url: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
  readonly requests: { headers: IncomingHttpHeaders; body: any }[];
}

/** @param answer a GraphQL response, or anything else that HTTP can carry. */
export async function startRecorder(answer: object | { status: number; text: string }): Promise<Recorder> {
  const requests: Recorder['requests'] = [];
  const server = createServer(async (request, response) => {
    requests.push({ headers: request.headers, body: JSON.parse(await text(request)) });
    if ('status' in answer) response.writeHead(answer.status).end(answer.text);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
