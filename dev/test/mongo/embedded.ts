import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe } from 'vitest';
import { implementation, isEmbedded } from './target.ts';

/**
 * Declares a suite about the embedded server itself, which starts its own; it is skipped for other
 * implementations.
 */
export function describeEmbedded(name: string, body: () => void): void {
  if (isEmbedded) describe(name, body);
  else describe.skip(`${name} (is about the embedded server, not ${implementation})`, body);
}

export interface MongoProcess extends AsyncDisposable {
  child: ChildProcess;
  url: string;
  /** Kills it like `kill -9`. */
  kill(): Promise<void>;
}

export const credentials = { user: 'ada', password: 'p@ss:word/ü' };

/** Starts `main.ts` as a separate process over one file, on any port. */
export async function startMongoProcess(file: string): Promise<MongoProcess> {
  const settings = { name: 'test', file, port: 0, ...credentials };
  const child = fork(join(import.meta.dirname, '../../src/mongo/main.ts'), {
    env: { ...process.env, MONGO_SERVER: JSON.stringify(settings) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [message] = await once(child, 'message');
  const { port } = message as { port: number };
  const userinfo = `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}`;
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return { child, url: `mongodb://${userinfo}@127.0.0.1:${port}/`, kill, [Symbol.asyncDispose]: kill };
}
