import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../dev/src/ports.ts';

export interface Embedded extends AsyncDisposable {
  readonly url: string;
}

/** Starts the embedded MongoDB in its own process. @param file the file of its data, which stays. */
export async function startEmbedded(file: string): Promise<Embedded> {
  const port = await freePort();
  const server = { name: 'bench', file, port, user: 'bench', password: 'bench' };
  const mongo = fork(join(import.meta.dirname, '../../dev/src/mongo/main.ts'), {
    env: { ...process.env, MONGO_SERVER: JSON.stringify(server) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(mongo, 'message'),
    once(mongo, 'exit').then(() => Promise.reject(new Error('The embedded MongoDB did not start.'))),
  ]);
  return {
    url: `mongodb://bench:bench@127.0.0.1:${port}/products?authSource=admin`,
    async [Symbol.asyncDispose]() {
      mongo.kill('SIGTERM');
      await once(mongo, 'exit');
    },
  };
}
