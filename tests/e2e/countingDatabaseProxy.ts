/** Stands between a subgraph and its database, and notes what it is asked. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { createFrameReader } from '../../dev/src/mongo/wire/frames.ts';
import { parseRequest } from '../../dev/src/mongo/wire/request.ts';
import { postgresQueries } from './postgresQueries.ts';

export interface DatabaseProxy extends AsyncDisposable {
  /**
   * What was asked so far, oldest first: `find orders`, or `find outbox of orders` when such a field is looked at, or a
   * statement of SQL on one line.
   */
  readonly asked: string[];
  /** The same database as at `url`, through this proxy. */
  urlFor(url: string): string;
}

/** Reads what a client sends, and gives what was asked by it. */
type Reader = (chunk: Buffer) => string[];

/** What the driver says to the server by itself. */
const DRIVER = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'saslStart', 'saslContinue', 'endSessions']);

/** What services look for by themselves. */
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
    client.on('data', (chunk: Buffer) => asked.push(...read(chunk)));
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
      // A member of a replica set would tell the driver its own address.
      if (!isPostgres) through.searchParams.set('directConnection', 'true');
      return through.href;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
