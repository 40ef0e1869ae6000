/**
 * Compares the embedded MongoDB with FerretDB on SQLite, the other server that runs without installing a database:
 * `node bench/embedded-mongo/main.ts [--rounds 3]`. Needs Go, which builds FerretDB once. Prints medians of the time to
 * the first answer, the memory after the start and after the work, and the operations per second of one client.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFerretdb, ferretdbVersion, findGo } from '../../dev/src/ferretdb/build.ts';
import { startFerretdb } from '../../dev/src/ferretdb/server.ts';
import { freePort } from '../../dev/src/ports.ts';
import { ROOT } from '../../dev/src/services.ts';
import { connectMongo, type Mongo } from '../../kit/mongo/src/mongo.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });

/** Operations of each kind in a round. */
const OPERATIONS = 300;
const USER = { user: 'bench', password: 'bench' };

interface Item {
  _id: number;
  n: number;
  words: string[];
}

interface Server extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

interface Figures {
  /** Milliseconds from the start of the process to the answer of a ping. */
  readonly start: number;
  /** Megabytes (RSS). */
  readonly idle: number;
  readonly worked: number;
  /** Operations per second. */
  readonly inserts: number;
  readonly reads: number;
  readonly updates: number;
}

async function startEmbedded(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-embedded-mongo-'));
  const settings = { name: 'bench', file: join(folder, 'mongo.db'), port: 0, ...USER };
  const child = fork(join(ROOT, 'dev/src/mongo/main.ts'), {
    env: { ...process.env, MONGO_SERVER: JSON.stringify(settings) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [message] = await once(child, 'message');
  const { port } = message as { port: number };
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const url = `mongodb://${USER.user}:${USER.password}@127.0.0.1:${port}/`;
  return { url, pid: child.pid ?? 0, [Symbol.asyncDispose]: stop };
}

async function startPeer(program: string): Promise<Server> {
  const server = await startFerretdb(program, await freePort());
  return { ...server, pid: await pidOf(program), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Finds the process that runs a program. */
async function pidOf(program: string): Promise<number> {
  for (const entry of await readdir('/proc')) {
    const target = await readlink(`/proc/${entry}/exe`).catch(() => '');
    if (target === program) return Number(entry);
  }
  throw new Error(`No process runs ${program}.`);
}

async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

async function measure(startServer: () => Promise<Server>): Promise<Figures> {
  const began = performance.now();
  await using server = await startServer();
  const mongo = await connectMongo({ url: `${server.url}bench?authSource=admin`, name: 'bench' });
  try {
    await mongo.check();
    const start = performance.now() - began;
    const idle = await memoryOf(server.pid);
    const items = itemsOf(mongo);
    await items.createIndex({ words: 1 });
    const inserts = await rate((n) => items.insertOne({ _id: n, n: 0, words: [`w${n % 50}`, `v${n}`] }));
    const reads = await rate((n) => items.find({ words: `v${n}` }).toArray());
    const updates = await rate((n) => increment(items, n));
    return { start, idle, worked: await memoryOf(server.pid), inserts, reads, updates };
  } finally {
    await mongo.end();
  }
}

const itemsOf = ({ db }: Mongo) => db.collection<Item>('items');

const increment = (items: ReturnType<typeof itemsOf>, _id: number) =>
  items.findOneAndUpdate({ _id, n: { $lt: 10 } }, { $inc: { n: 1 } }, { returnDocument: 'after' });

async function rate(work: (n: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < OPERATIONS; n++) await work(n);
  return (OPERATIONS / (performance.now() - began)) * 1000;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const go = await findGo();
if (go === undefined) {
  say('FerretDB needs Go, which is not on this machine.');
  process.exit(1);
}
const program = await buildFerretdb(go, join(ROOT, '.data/ferretdb'), say);
const servers = { embedded: startEmbedded, [`FerretDB ${ferretdbVersion}`]: () => startPeer(program) };
const measured = new Map<string, Figures[]>();
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, startServer] of Object.entries(servers)) {
    measured.set(name, [...(measured.get(name) ?? []), await measure(startServer)]);
  }
}
say('| server | start, ms | MB idle | MB after | inserts/s | indexed reads/s | findOneAndUpdate/s |');
say('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const [name, rounds] of measured) {
  const of = (figure: keyof Figures) => Math.round(median(rounds.map((each) => each[figure])));
  const cells = [of('start'), of('idle'), of('worked'), of('inserts'), of('reads'), of('updates')];
  say(`| ${name} | ${cells.join(' | ')} |`);
}
