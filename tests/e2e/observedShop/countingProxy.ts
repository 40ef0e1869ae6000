/** A proxy between the gateway and a subgraph that records the requests. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';

export interface CountingProxy extends AsyncDisposable {
  /** The GraphQL endpoint to configure in the gateway. */
  readonly url: string;
  /** The bodies of the GraphQL requests so far, oldest first. */
  readonly asked: string[];
  /** The port of the subgraph, which is known only once the subgraph has started. */
  target: number;
}

export async function countingProxy(): Promise<CountingProxy> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (incoming.method === 'POST') proxy.asked.push(body.toString());
    const { method, url: path, headers } = incoming;
    const forwarded = request({ host: '127.0.0.1', port: proxy.target, method, path, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const proxy: CountingProxy = {
    url: `http://127.0.0.1:${address.port}/graphql`,
    asked: [],
    target: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
