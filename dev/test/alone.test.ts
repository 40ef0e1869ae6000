/**
 * Each service's README lists the commands that start it alone. They run here verbatim, except for the port.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseEnv, promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort } from '../src/ports.ts';
import { newKeyPair } from '../src/secrets.ts';
import { environmentOf, ROOT, type Service } from '../src/services.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folders = globSync(['subgraphs/*/package.json', 'workers/*/package.json', 'gateway/package.json'], {
  cwd: ROOT,
})
  .map(dirname)
  .sort();
/** These services start embedded databases; the others use those of the test run. */
const EMBEDDED = ['subgraphs/inventory', 'subgraphs/users'];

function commandsOf(folder: string): string[] {
  const [, section = ''] = readFileSync(join(ROOT, folder, 'README.md'), 'utf8').split('\n## On its own\n');
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, command = '']) => command);
}

/** Returns the environment of a shell that only finds programs. */
function shellOf(more: Record<string, string | undefined>): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, ...more };
}

test('every service is tested', () => {
  expect(folders).toHaveLength(8);
});

test.each(folders)('%s starts alone and answers, by the commands of its README', async (folder) => {
  const [start = '', call = ''] = commandsOf(folder);
  await using data = await temporaryFolder();
  const { POSTGRES_URL, MONGODB_URL } = process.env;
  const port = String(await freePort());
  const env = shellOf({
    PORT: port,
    DATA_DIR: data.path,
    ...(!EMBEDDED.includes(folder) && { POSTGRES_URL, MONGODB_URL }),
  });
  const running = spawn('bash', ['-c', start], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  running.stderr.on('data', (chunk) => (printed += chunk));
  const exit = once(running, 'exit');
  const end = () => process.kill(-(running.pid ?? 0), 'SIGKILL');
  process.once('exit', end);
  try {
    let ready = false;
    for await (const line of createInterface({ input: running.stdout })) {
      ready = line.includes(`runs alone: http://127.0.0.1:${port}`);
      if (ready) break;
    }
    expect(ready, printed).toBe(true);
    const command = call.replaceAll('127.0.0.1:4000', `127.0.0.1:${port}`);
    const { stdout } = await promisify(execFile)('bash', ['-c', command], { cwd: ROOT, env });
    if (folder.startsWith('workers/')) return;
    const answer = JSON.parse(stdout) as { data?: object; errors?: unknown };
    expect(answer.errors).toBeUndefined();
    expect(Object.values(answer.data ?? {})).not.toContain(null);
  } finally {
    // Ctrl-C does the same.
    if (running.exitCode === null) process.kill(-(running.pid ?? 0), 'SIGINT');
    await exit;
    process.off('exit', end);
  }
  expect(printed).toBe('');
});

test.each(folders)('%s has a sample of each setting that npm start passes to it', (folder) => {
  const service = basename(folder) as Service;
  const pair = newKeyPair();
  const given = environmentOf(service, {
    ports: {
      gateway: 1,
      users: 2,
      products: 3,
      orders: 4,
      inventory: 5,
      payments: 6,
      reports: 7,
      notifications: 8,
    },
    databases: {
      postgres: { inventory: '', payments: '', reports: '', notifications: '' },
      mongo: { users: '', products: '', orders: '' },
    },
    eventsUrl: '',
    secrets: {
      postgresPassword: '',
      databasePasswords: {},
      identities: { gateway: pair, orders: pair, products: pair, reports: pair },
    },
    dataDir: '',
    logLevel: '',
  });
  const sample = parseEnv(readFileSync(join(ROOT, folder, '.env.example'), 'utf8'));
  expect(Object.keys(sample).sort()).toEqual(Object.keys(given).sort());
});
