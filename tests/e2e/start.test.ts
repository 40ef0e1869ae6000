/** `npm start` as an operator sees it: the process, its output and its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { freePort, isFree } from '../../dev/src/ports.ts';
import { ROOT } from '../../dev/src/services.ts';
import { copyFirstData } from './firstData.ts';

interface Started extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly port: number;
  readonly dataDir: string;
  /** Returns everything printed so far. */
  output(): string;
  /** Waits until this text is printed. */
  printed(text: string): Promise<void>;
  /** Resolves with the exit code or the signal once the process has ended. */
  ended(): Promise<number | string>;
  query(document: string): Promise<unknown>;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

/**
 * @param folder the data folder. By default a new one, which is removed at the end.
 * @param prepare fills the folder first.
 */
async function start(
  file: string,
  env: Record<string, string> = {},
  folder?: string,
  prepare = async (_dataDir: string) => {},
): Promise<Started> {
  const dataDir = folder ?? (await mkdtemp(join(tmpdir(), 'holdfast-start-')));
  await prepare(dataDir);
  const port = Number(env['PORT'] ?? (await freePort()));
  const child = spawn(process.execPath, [join(ROOT, file)], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      PORT: String(port),
      DATA_DIR: dataDir,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const exit = once(child, 'exit').then(([code, signal]) => code ?? signal);
  return {
    child,
    port,
    dataDir,
    output: () => output,
    printed: async (text) => {
      while (!output.includes(text)) {
        if (child.exitCode !== null)
          throw new Error(`The process ended before it printed "${text}": ${output}`);
        await delay(20);
      }
    },
    ended: () => exit,
    query: async (query) => {
      const response = await fetch(`http://localhost:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      return response.json();
    },
    async [Symbol.asyncDispose]() {
      if (!hasEnded(child)) child.kill('SIGTERM');
      await exit;
      if (folder === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const MAIN = 'dev/src/main.ts';
const READY = 'Holdfast is ready';

/** Returns the ports that a shop printed at its start. */
function portsIn(output: string): number[] {
  const table = output.slice(output.indexOf(READY), output.indexOf('Demo accounts'));
  return [...table.matchAll(/(?::|port |ports |, )(\d{4,5})\b/g)].map(([, port]) => Number(port));
}

async function expectNothingLeft(output: string): Promise<void> {
  const ports = portsIn(output);
  expect(ports.length).toBeGreaterThanOrEqual(10);
  for (const port of ports) expect({ port, free: await isFree(port) }).toEqual({ port, free: true });
}

let started: Started | undefined;
afterAll(async () => {
  if (!started) return;
  await started[Symbol.asyncDispose]();
  await rm(started.dataDir, { recursive: true, force: true });
});

/**
 * Returns the shop that an earlier test left running, because a start is expensive. A test that runs alone
 * starts one with the data of a first start.
 */
async function runningShop(): Promise<Started> {
  if (started && hasEnded(started.child)) return startAgain();
  started ??= await start(MAIN, {}, undefined, copyFirstData);
  await started.printed(READY);
  return started;
}

/** Starts the shop that has ended again, on its port and data, and leaves it running. */
async function startAgain(): Promise<Started> {
  if (!started) throw new Error('No shop was started.');
  const { port, dataDir } = started;
  started = await start(MAIN, { PORT: String(port) }, dataDir);
  await started.printed(READY);
  return started;
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends every process with exit code 0, and the data stays',
  async (signal) => {
    // The first test is the only one that fills a new folder.
    if (signal === 'SIGTERM') started = await start(MAIN);
    const first = await runningShop();
    for (const part of [
      'GraphQL IDE',
      'alice@demo.test',
      'holdfast-demo',
      'A first query',
      'PostgreSQL 18',
      'MongoDB',
    ]) {
      expect(first.output()).toContain(part);
    }
    const login = (await first.query(
      'mutation { login(email: "alice@demo.test", password: "holdfast-demo") { user { id } } }',
    )) as {
      data: unknown;
    };
    expect(login.data).toMatchObject({ login: { user: { id: expect.any(String) } } });
    // A terminal sends the signal to the whole process group.
    process.kill(-first.child.pid!, signal);
    expect(await first.ended()).toBe(0);
    await expectNothingLeft(first.output());

    const second = await startAgain();
    expect(second.output()).not.toContain('Loading the demo data');
    expect(await second.query('{ product(sku: "DEMO-1") { available } }')).toEqual({
      data: { product: { available: 100 } },
    });
  },
);

test('a folder has one shop; a crashed service is reported and restarts; demo:reset works while it runs', async () => {
  const shop = await runningShop();

  await using second = await start(MAIN, {}, shop.dataDir);
  expect(await second.ended()).toBe(1);
  expect(second.output()).toMatch(
    /^holdfast: Holdfast already runs on .* \(process \d+\); end that process, or set DATA_DIR to another folder\.\n$/,
  );

  const [inventory] = await pidsOf('subgraphs/inventory/src/main.', shop.child.pid!);
  process.kill(inventory!, 'SIGKILL');
  await shop.printed('holdfast: inventory crashed (signal SIGKILL) and is started again');
  const product = '{ product(sku: "DEMO-2") { available } }';
  while (JSON.stringify(await shop.query(product)) !== '{"data":{"product":{"available":50}}}')
    await delay(50);

  await using reset = await start('dev/src/demo/reset.ts', {}, shop.dataDir);
  expect(await reset.ended()).toBe(0);
  expect(await shop.query(product)).toEqual({ data: { product: { available: 50 } } });
});

test('when the supervisor is killed, no process survives, and the next start works', async () => {
  const killed = await runningShop();
  killed.child.kill('SIGKILL');
  await killed.ended();
  const next = await startAgain();
  expect(await next.query('{ product(sku: "DEMO-3") { available } }')).toEqual({
    data: { product: { available: 25 } },
  });
  next.child.kill('SIGTERM');
  expect(await next.ended()).toBe(0);
  await expectNothingLeft(next.output());

  await using reset = await start('dev/src/demo/reset.ts', {}, killed.dataDir);
  expect(await reset.ended()).toBe(0);
  expect(reset.output()).toContain('The demo data is restored.');
});

test('Ctrl-C during the start ends everything, and the next start resumes from there', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-start-'));
  // Every process that it starts inherits this, and is found by it.
  const env = { HOME: dataDir };
  for (const phase of ['Starting the databases', 'Starting the services', 'Loading the demo data']) {
    await using shop = await start(MAIN, env, dataDir);
    await shop.printed(phase);
    const began = performance.now();
    process.kill(-shop.child.pid!, 'SIGINT');
    expect({ phase, ended: await shop.ended() }).toEqual({ phase, ended: 0 });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(shop.output()).not.toContain('holdfast:');
    expect({ phase, left: await processesOf(dataDir) }).toEqual({ phase, left: [] });
  }
  await using shop = await start(MAIN, env, dataDir);
  await shop.printed('Starting the databases');

  await using second = await start(MAIN, { PORT: String(shop.port) }, dataDir);
  expect(await second.ended()).toBe(1);
  expect(second.output()).toMatch(/^holdfast: Holdfast already runs on .* \(process \d+\); .*\n$/);
  await using reset = await start('dev/src/demo/reset.ts', {}, dataDir);
  expect(await reset.ended()).toBe(1);
  expect(reset.output()).toMatch(/^holdfast: Holdfast already runs on .* \(process \d+\); .*\n$/m);

  await shop.printed(READY);
  expect(shop.output()).toContain('Loading the demo data, once');
  expect(await processesOf(dataDir)).not.toEqual([]);
  expect(await shop.query('{ product(sku: "DEMO-1") { available } }')).toEqual({
    data: { product: { available: 100 } },
  });
  shop.child.kill('SIGTERM');
  expect(await shop.ended()).toBe(0);
  expect(await processesOf(dataDir)).toEqual([]);
  await rm(dataDir, { recursive: true });
}, 90_000);

test('a taken port prints one line that says what to do, before anything starts', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await using holdfast = await start(MAIN, { PORT: String(port) });
  expect(await holdfast.ended()).toBe(1);
  expect(holdfast.output()).toBe(
    `holdfast: port ${port} is taken by another program; end that program, or choose another port: PORT=${port! + 100} npm start\n`,
  );
  server.close();
});

test.each([
  ['PORT', 'abc', 'PORT: must be a port, 0 to 65535'],
  ['PORT', '70000', 'PORT: must be a port, 0 to 65535'],
  ['PORT', '-1', 'PORT: must be a port, 0 to 65535'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL: must be one of debug, info, warn, error, silent'],
  ['POSTGRES_URL', 'mysql://x', 'POSTGRES_URL: must be a URL that starts with postgres:// or postgresql://'],
  [
    'POSTGRES_URL',
    'postgres://nobody@127.0.0.1:1/x',
    'cannot use the PostgreSQL database x at 127.0.0.1:1 (ECONNREFUSED)',
  ],
  ['MONGODB_URL', 'mongodb://127.0.0.1:1/', 'cannot set up MongoDB at 127.0.0.1:1'],
])('%s=%s prints one clear line', async (name, value, line) => {
  await using holdfast = await start(MAIN, { [name]: value });
  expect(await holdfast.ended()).toBe(1);
  const said = holdfast
    .output()
    .split('\n')
    .filter((each) => each.startsWith('holdfast:'));
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(line);
  expect(holdfast.output()).not.toMatch(/^ {4}at /m);
});

test('a data folder that cannot be created prints one clear line', async () => {
  await using holdfast = await start(MAIN, {}, '/dev/null/holdfast');
  expect(await holdfast.ended()).toBe(1);
  expect(holdfast.output()).toMatch(
    /^holdfast: cannot create the data folder .* set DATA_DIR to another one\.\n$/,
  );
});

/** Returns the command lines of the processes whose HOME is this folder. */
async function processesOf(home: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const found = await Promise.all(
    pids.map(async (pid) =>
      (await read(pid, 'environ')).includes(`HOME=${home}`) ? [await read(pid, 'cmdline')] : [],
    ),
  );
  return found.flat();
}

/** Returns the children of a process that run this file, or the bundle of it. */
async function pidsOf(file: string, parent: number): Promise<number[]> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
  const pids = children.trim().split(' ').map(Number);
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8')));
  return pids.filter((_pid, n) => commands[n]?.includes(file));
}
