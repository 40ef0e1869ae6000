/**
 * A subgraph that answers from memory: `node bench/gateway-faults/subgraph.ts <port>`. Prints its port once
 * it listens.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const ITEMS = Array.from({ length: 20 }, (_, n) => ({
  __typename: 'Item',
  id: String(n),
  name: `Item ${n}`,
}));

function answer(body: string): object {
  const { variables } = JSON.parse(body) as { variables?: { representations?: unknown[] } };
  if (variables?.representations) return { _entities: variables.representations.map(() => ({ stock: 7 })) };
  return body.includes('items') ? { items: ITEMS } : { me: { name: 'Ada' }, __typename: 'Query' };
}

const server = createServer(async (request, response) => {
  // The gateway requests the list of ended sessions.
  if (request.method !== 'POST') {
    response.writeHead(404).end();
    return;
  }
  const body = await text(request);
  // After a stop, requests whose client has disconnected have an incomplete body.
  if (!request.complete) return;
  const data = answer(body);
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
