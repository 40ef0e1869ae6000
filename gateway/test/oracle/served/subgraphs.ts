import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Answer } from '../subgraph.ts';

export interface ServedSubgraphs extends AsyncDisposable {
  urlOf(name: string): string;
}

/** Serves the subgraphs over real HTTP, each at its own path of one server. */
export async function serveSubgraphs(answers: ReadonlyMap<string, Answer>): Promise<ServedSubgraphs> {
  const server = createServer(async (request, response) => {
    const answer = answers.get(request.url?.slice(1) ?? '');
    if (!answer) return response.writeHead(404).end();
    const { status, text: body } = answer(await text(request));
    return response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (name) => `http://127.0.0.1:${port}/${name}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
