/**
 * Measures the cost of a new operation for a warm gateway and for one that was idle, and the memory of an
 * idle one:
 * `node bench/gateway-cold-plan/main.ts [--against REVISION] [--rounds 3]`. See README.md.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Started, startOn } from '../gateway/processes.ts';
import { linkKit } from '../idle-memory/trees.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string', default: '7bee11f' },
    rounds: { type: 'string', default: '3' },
  },
});
const ROOT = join(import.meta.dirname, '../..');
/**
 * Milliseconds after which the gateway is as idle as after an hour: all work of the start or an operation has
 * ended.
 */
const REST = 25_000;
/** The number of new operations for a warm gateway. */
const OPERATIONS = 50;

let made = 0;
/** Returns an operation that no gateway has planned: four subgraphs' fields behind a page of products. */
const newOperation = () =>
  `{ n${made++}: products(first: 5) { nodes { id name available seller { id } stockMovements(first: 2) { nodes { id } } category { id } } } }`;

interface Measured {
  readonly resting: number;
  readonly warm: number;
  readonly first: number;
}

const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-cold-plan-'));
try {
  await checkOut(folder, values.against);
  const trees = [
    [`at ${values.against}`, folder],
    ['now', ROOT],
  ] as const;
  const rounds = new Map<string, Measured[]>();
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [name, tree] of trees) rounds.set(name, [...(rounds.get(name) ?? []), await measure(tree)]);
  for (const [name, measured] of rounds) {
    const of = (what: keyof Measured) => median(measured.map((each) => each[what]));
    process.stdout.write(
      `${name}: ${of('resting').toFixed(0)} MB at rest; CPU of a new operation: ${of('warm').toFixed(1)} ms warm, ` +
        `${of('first').toFixed(0)} ms as the first after a rest (${(of('first') / of('warm')).toFixed(1)} times)\n`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Checks out the sources of another revision, with the modules of this one. */
async function checkOut(to: string, revision: string): Promise<void> {
  const archive = execFileSync('git', ['archive', revision, 'gateway', 'kit', 'schema', 'package.json'], {
    cwd: ROOT,
    maxBuffer: 2 ** 30,
  });
  execFileSync('tar', ['-x', '-C', to], { input: archive });
  await mkdir(join(to, 'node_modules'));
  for (const entry of await readdir(join(ROOT, 'node_modules')))
    if (entry !== '@holdfast')
      await symlink(join(ROOT, 'node_modules', entry), join(to, 'node_modules', entry));
  // Node follows links, so the revision's own packages must link to the revision.
  linkKit(to);
}

async function measure(tree: string): Promise<Measured> {
  const port = 4_300 + Math.floor(Math.random() * 500);
  const env = {
    AUTH: 'off',
    LIMITS: 'off',
    PORT: String(port),
    METRICS_PORT: 'off',
    LOG_LEVEL: 'error',
    SUPERGRAPH: 'schema/supergraph.graphql',
  };
  await using gateway = startOn(null, { command: 'node', args: ['gateway/src/main.ts'], env, cwd: tree });
  await ready(gateway, port);
  for (let i = 0; i < OPERATIONS; i++) await ask(port);
  await delay(REST);
  const resting = await residentMegabytes(gateway.pid);
  const first = await cost(gateway.pid, () => ask(port));
  for (let i = 0; i < OPERATIONS; i++) await ask(port);
  const all = await cost(gateway.pid, async () => {
    for (let i = 0; i < OPERATIONS; i++) await ask(port);
  });
  return { resting, first, warm: all / OPERATIONS };
}

/** No subgraph is running, so an operation is only read, planned and refused. */
async function ask(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: newOperation() }),
  });
  const text = await response.text();
  if (!text.includes('SUBGRAPH_UNAVAILABLE')) throw new Error(`The operation was not planned: ${text}`);
}

/** Returns the CPU time of the whole process while it works, in milliseconds. */
async function cost(pid: number, work: () => Promise<void>): Promise<number> {
  const before = await cpuMilliseconds(pid);
  await work();
  return (await cpuMilliseconds(pid)) - before;
}

/**
 * Sums the threads' CPU times, which are in nanoseconds (Linux: sched-stats.txt). A process's own clock
 * counts hundredths of a second.
 */
async function cpuMilliseconds(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const stats = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0')),
  );
  return stats.reduce((sum, text) => sum + Number(text.split(' ', 1)[0]), 0) / 1e6;
}

async function ready(gateway: Started, port: number): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await delay(100);
  }
  throw new Error(`The gateway did not start: ${gateway.output()}`);
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
