/**
 * Servers of this machine that replace images which cannot be pulled, each on its image's address and port.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { NATS_SERVER } from '@holdfast/dev/testing/tools';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { createMongoServer } from '../../dev/src/mongo/server.ts';
import { startEmbeddedPostgres } from '../../dev/src/postgres/embedded.ts';
import { type SmtpServer, smtpServer } from '../../workers/notifications/test/support/smtpServer.ts';
import type { ComposeService } from './compose.ts';

export interface StandIn {
  stop(): Promise<void>;
  /** The mails that a mail server received. */
  readonly mails?: SmtpServer['mails'];
}

interface Place {
  /** The server's name in the compose file, by which other services find it. */
  readonly name: string;
  readonly address: string;
  /** An existing folder for its data. */
  readonly folder: string;
}

/** Starts the server that replaces a service's image, and waits until it is ready. */
export function startStandIn(service: ComposeService, place: Place): Promise<StandIn> {
  const [, kind = ''] = /^(?:.*\/)?(\w+):/.exec(service.image ?? '') ?? [];
  const start = STAND_INS[kind];
  if (!start) throw new Error(`No server replaces the image ${service.image}.`);
  return start(service, place);
}

const STAND_INS: Readonly<Record<string, (service: ComposeService, place: Place) => Promise<StandIn>>> = {
  async postgres({ environment = {} }, { address, folder }) {
    const { POSTGRES_PASSWORD: password = '', POSTGRES_DB: database } = environment;
    const settings = { listen_addresses: address, fsync: 'off' };
    const data = join(folder, 'data');
    const server = await startEmbeddedPostgres({ folder: data, port: 5432, password, settings });
    if (database) {
      const url = `postgres://postgres:${password}@${address}:5432/postgres`;
      const admin = await connectPostgres({ url, name: 'stand-in', connections: 1 });
      const { rows } = await admin.query('select from pg_database where datname = $1', [database]);
      if (rows.length === 0) await admin.query(`create database ${database}`);
      await admin.end();
    }
    return server;
  },

  async mongo(service, { name, address, folder }) {
    const { MONGO_INITDB_ROOT_USERNAME: user = '', MONGO_INITDB_ROOT_PASSWORD: password = '' } =
      service.environment ?? {};
    const [, set] = /--replSet (\w+)/.exec(JSON.stringify(service)) ?? [];
    const server = await createMongoServer({
      file: join(folder, 'mongo.sqlite'),
      host: address,
      port: 27017,
      auth: { user, password },
      ...(set && { replicaSet: { name: set, member: `${name}:27017` } }),
    });
    return { stop: () => server.close() };
  },

  async nats({ command = [] }, { address, folder }) {
    const args = command.map((arg) => (arg === '/data' ? folder : arg));
    const server = spawn(NATS_SERVER, [...args, '--addr', address], { stdio: ['ignore', 'ignore', 'pipe'] });
    const end = () => server.kill('SIGKILL');
    process.once('exit', end);
    const exit = once(server, 'exit');
    const ready = new Promise<void>((resolve) =>
      server.stderr.on('data', (chunk) => String(chunk).includes('Server is ready') && resolve()),
    );
    await Promise.race([ready, exit.then(() => Promise.reject(new Error('nats-server did not start.')))]);
    return {
      stop: async () => {
        process.off('exit', end);
        server.kill('SIGTERM');
        await exit;
      },
    };
  },

  /** Keeps mails in memory while it runs. */
  async mailpit(_service, { address }) {
    const server = await smtpServer({ host: address, port: 1025 });
    return { stop: server.down, mails: server.mails };
  },
};
