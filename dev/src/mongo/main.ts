/** The process of the embedded MongoDB: one listener and one file for each entry of `MONGO_SERVERS`. */
import { createMongoServer, type MongoServer } from './server.ts';
import { parseSettings, type ServerSettings } from './settings.ts';

const running: MongoServer[] = [];

async function start({
  name,
  file,
  port,
  user,
  password,
}: ServerSettings): Promise<{ name: string; port: number }> {
  const log = { warn: (message: string) => process.stderr.write(`mongo ${name}: ${message}\n`) };
  const server = await createMongoServer({ file, port, auth: { user, password }, log });
  running.push(server);
  return { name, port: server.port };
}

async function stop(): Promise<void> {
  await Promise.all(running.map((server) => server.close()));
  process.exit(0);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// A supervisor that was killed closes the channel without a signal.
process.on('disconnect', stop);

try {
  const servers = [];
  for (const settings of parseSettings(process.env['MONGO_SERVERS'])) servers.push(await start(settings));
  process.send?.({ type: 'ready', servers });
  process.stdout.write(`mongo ready: ${servers.map(({ name, port }) => `${name} on ${port}`).join(', ')}\n`);
} catch (error) {
  process.stderr.write(`mongo: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
