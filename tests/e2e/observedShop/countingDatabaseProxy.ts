/** A proxy between a subgraph and its database that records the queries. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { createFrameReader } from '../../../dev/src/mongo/wire/frames.ts';
import { parseRequest } from '../../../dev/src/mongo/wire/request.ts';
import { postgresQueries } from './postgresQueries.ts';

export interface DatabaseProxy extends AsyncDisposable {
  /**
   * The queries so far, oldest first: `find orders`, or `find outbox of orders` when the filter names such a
   * field, or an SQL statement on one line.
   */
  readonly asked: string[];
  /** Returns a URL that leads through this proxy to the database at `url`. */
  urlFor(url: string): string;
}

/** Reads what a client sends, and returns the queries in it. */
type Reader = (chunk: Buffer) => string[];

/** The commands that the driver sends by itself. */
const DRIVER = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'saslStart', 'saslContinue', 'endSessions']);

/** The comment before each SQL statement of a traced service. */
const TRACEPARENT = /^\/\*traceparent='[^']*'\*\/ /;

/** The fields that services poll by themselves. */
const FIELDS = ['outbox', 'saga'] as const;

function mongoCommands(): Reader {
  const read = createFrameReader();
  return (chunk) =>
    read(chunk).flatMap((frame) => {
      const { body } = parseRequest(frame);
      const [command] = Object.entries(body);
      if (!command || DRIVER.has(command[0])) return [];
      const [name, collection] = command;
      const looked = inspect(body['filter'] ?? body['pipeline'], { depth: 8 });
      const field = FIELDS.find((part) => looked.includes(`'${part}.`));
      return [`${name} ${field ? `${field} of ` : ''}${collection}`];
    });
}

export async function countingDatabaseProxy(): Promise<DatabaseProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let target = { host: '', port: 0, read: mongoCommands };
  const server = createServer((client) => {
    const { host, port } = target;
    const database = connect({ host, port });
    const read = target.read();
    client.on('data', (chunk: Buffer) =>
      asked.push(...read(chunk).map((query) => query.replace(TRACEPARENT, ''))),
    );
    for (const [one, other] of [[client, database] as const, [database, client] as const]) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => sockets.delete(one));
      one.pipe(other);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    asked,
    urlFor(url) {
      const { hostname, port, protocol } = new URL(url);
      const isPostgres = protocol.startsWith('postgres');
      const read = isPostgres ? postgresQueries : mongoCommands;
      target = { host: hostname, port: Number(port || (isPostgres ? 5432 : 27_017)), read };
      const through = new URL(url);
      through.host = `127.0.0.1:${address.port}`;
      // Otherwise a member of a replica set would send the driver to its own address, past this proxy.
      if (!isPostgres) through.searchParams.set('directConnection', 'true');
      return through.href;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
