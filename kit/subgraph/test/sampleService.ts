/** A process with an outbox, for subgraphProcess.test.ts. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { postgresUrl } from '@holdfast/kit-base/env';
import { createPostgresOutbox } from '@holdfast/kit-events/outboxPostgres';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { runSubgraph } from '../src/subgraphProcess.ts';

await runSubgraph('sample', { POSTGRES_URL: postgresUrl }, async ({ settings }) => {
  const database = await connectPostgres({ url: settings.POSTGRES_URL, name: 'sample' });
  const http = createServer((_request, response) => response.end('served'));
  const server = {
    listen: async ({ host, port }: { host: string; port: number }) => {
      http.listen(port, host);
      await once(http, 'listening');
      const address = http.address();
      return `http://${host}:${typeof address === 'object' ? address?.port : port}`;
    },
    onRequest: () => {},
    close: async () => void http.close(),
  };
  return { server, outbox: createPostgresOutbox(database), stop: () => database.end() };
});
