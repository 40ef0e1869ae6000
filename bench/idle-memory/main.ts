/**
 * What a whole shop of `npm start` holds in memory while nobody asks it, and what an order costs:
 * `node bench/idle-memory/main.ts [--against REVISION] [--orders 200]`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../../dev/src/ports.ts';
import { ROOT } from '../../dev/src/services.ts';
import { sumOf, type Usage, usageOf } from './processes.ts';
import { treeOf } from './trees.ts';

/** Milliseconds of quiet before it is measured: the planner's thread has ended, idle connections too. */
const QUIET = 25_000;
const CLIENTS = 4;
const PRODUCT = '01936f00-0000-7000-8000-000000000001';

const { values } = parseArgs({
  options: { against: { type: 'string' }, orders: { type: 'string', default: '200' } },
});
const orders = Number(values.orders);
const say = (line: string) => void process.stdout.write(`${line}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

interface Shop {
  readonly child: ChildProcess;
  readonly url: string;
}

async function start(tree: string, dataDir: string): Promise<Shop> {
  const port = await freePort();
  const { scripts } = JSON.parse(await readFile(join(tree, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  // `exec node … dev/src/main.ts`
  const child = spawn(process.execPath, scripts.start.split(' ').slice(2), {
    cwd: tree,
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: undefined,
      PORT: String(port),
      DATA_DIR: dataDir,
      METRICS_PORT: 'off',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  for await (const chunk of child.stdout ?? []) if (String(chunk).includes('is ready')) break;
  return { child, url: `http://localhost:${port}/graphql` };
}

async function ask(url: string, query: string, token?: string) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return (await response.json()) as { data: Record<string, never> };
}

/** Each client orders when its last order was answered. @returns orders a second. */
async function order(url: string): Promise<number> {
  const login = `mutation { login(email: "alice@demo.test", password: "holdfast-demo") { accessToken } }`;
  const { data } = await ask(url, login);
  const { accessToken } = data['login'] as unknown as { accessToken: string };
  const place = () => `mutation { placeOrder(input: { idempotencyKey: "${randomUUID()}",
    lines: [{ productId: "${PRODUCT}", quantity: 1 }],
    shippingAddress: { recipient: "A", line1: "L 1", city: "Berlin", postalCode: "10969", country: "DE" } })
    { order { id status lines { product { name } } payment { status } } } }`;
  let left = orders;
  const client = async () => {
    while (left-- > 0) await ask(url, place(), accessToken);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (orders / (performance.now() - began)) * 1_000;
}

function show(title: string, usages: readonly Usage[]): void {
  say(`\n${title}\n\n| process | PSS, MB | RSS, MB |\n|---|---:|---:|`);
  for (const { name, pss, rss } of [...usages, sumOf('**all**', usages)]) {
    say(`| ${name} | ${pss.toFixed(0)} | ${rss.toFixed(0)} |`);
  }
}

async function measure(name: string, tree: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-memory-'));
  for (const nth of ['first', 'second']) {
    const { child, url } = await start(tree, dataDir);
    const pid = child.pid ?? 0;
    await delay(QUIET);
    const idle = await usageOf(pid);
    show(`${name}, ${nth} start, idle`, idle);
    if (nth === 'second') {
      const rate = await order(url);
      const after = await usageOf(pid);
      const cpu = (sumOf('', after).cpu - sumOf('', idle).cpu) / orders;
      say(`\n${name}: ${rate.toFixed(1)} orders a second, ${cpu.toFixed(1)} ms of CPU an order`);
      await delay(QUIET);
      show(`${name}, idle after ${orders} orders`, await usageOf(pid));
    }
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await rm(dataDir, { recursive: true, force: true });
}

if (values.against !== undefined) {
  using tree = treeOf(values.against);
  await measure(values.against, tree.folder);
}
await measure('this revision', ROOT);
