/** The process of an embedded MongoDB: it serves one file on one port, both named by `MONGO_SERVER`. */
import { createMongoServer, type MongoServer } from './server.ts';
import { parseSettings } from './settings.ts';

/** Milliseconds that the shutdown may take. */
const STOP_TIMEOUT = 1_500;

let running: MongoServer | undefined;

async function stop(): Promise<void> {
  await running?.close();
  process.exit(0);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// A supervisor that was killed closes the channel without a signal.
process.on('disconnect', stop);

try {
  const { name, file, port, user, password } = parseSettings(process.env['MONGO_SERVER']);
  const log = { warn: (message: string) => process.stderr.write(`mongo ${name}: ${message}\n`) };
  running = await createMongoServer({ file, port, auth: { user, password }, log });
  process.send?.({ type: 'ready', port: running.port, stopTimeout: STOP_TIMEOUT });
  process.stdout.write(`mongo ready: ${name} on ${running.port}\n`);
} catch (error) {
  const message = `mongo: ${error instanceof Error ? error.message : error}`;
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
