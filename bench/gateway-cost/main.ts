/**
 * Measures the CPU time that public lists cost a whole shop, next to the gateway's estimates:
 * `node bench/gateway-cost/main.ts [--against REVISION] [--rounds 3] [--milliseconds 2000]`. See README.md.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ROOT } from '../../dev/src/services.ts';
import { usageOf } from '../idle-memory/processes.ts';
import { ask, type Shop, signIn, start } from '../idle-memory/shop.ts';
import { treeOf } from '../idle-memory/trees.ts';
import { CHEAPEST, type Question, questions } from './questions.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    milliseconds: { type: 'string', default: '2000' },
  },
});
/** Products in addition to the demo's, so that a page of 100 is full. */
const PRODUCTS = 120;
const SKU = 'DEMO-1';
/** Milliseconds after which the start has no work left. */
const QUIET = 10_000;
/** On a busy machine the most expensive query takes longer than the default timeouts allow. */
const LONG_TIMEOUTS = { SUBGRAPH_TIMEOUT_MS: '20000', OPERATION_TIMEOUT_MS: '30000' };
const say = (line: string) => void process.stdout.write(`${line}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** CPU time of all processes in milliseconds, by part of the shop. */
interface Cpu {
  readonly gateway: number;
  readonly subgraphs: number;
  readonly databases: number;
}

interface Asked {
  /** Undefined for a query that is refused before it is estimated. */
  readonly cost: number | undefined;
  readonly refused: boolean;
  readonly cpu: Cpu[];
}

const total = ({ gateway, subgraphs, databases }: Cpu) => gateway + subgraphs + databases;

async function cpuOf(pid: number): Promise<Cpu> {
  const cpu = { gateway: 0, subgraphs: 0, databases: 0 };
  for (const usage of await usageOf(pid)) {
    if (usage.name === 'gateway') cpu.gateway += usage.cpu;
    else if (usage.name === 'PostgreSQL' || usage.name === 'MongoDB') cpu.databases += usage.cpu;
    else cpu.subgraphs += usage.cpu;
  }
  return cpu;
}

/** Measures the CPU time per repetition of the work. The CPU time of an idle shop is subtracted. */
async function during(pid: number, work: () => Promise<number>, idle: Cpu): Promise<Cpu> {
  const [before, began] = [await cpuOf(pid), performance.now()];
  const times = await work();
  const [after, took] = [await cpuOf(pid), performance.now() - began];
  const of = (part: keyof Cpu) => Math.max(0, after[part] - before[part] - idle[part] * took) / times;
  return { gateway: of('gateway'), subgraphs: of('subgraphs'), databases: of('databases') };
}

/** Creates the products. @returns their ids. */
async function fill(url: string): Promise<string[]> {
  const accessToken = await signIn(url, 'vendor@demo.test');
  const { categories } = (await ask(url, '{ categories { id } }')).data as { categories: { id: string }[] };
  const ids: string[] = [];
  for (let nth = 0; nth < PRODUCTS; nth++) {
    const create = `mutation { createProduct(input: { sku: "BENCH-${nth}", name: "Bench product ${nth}",
      description: "Made to be listed.", categoryId: "${categories[0]?.id}",
      price: { amount: "12.34", currency: "USD" } }) { id } }`;
    const { createProduct } = (await ask(url, create, accessToken)).data as { createProduct: { id: string } };
    ids.push(createProduct.id);
  }
  return ids;
}

const NO_CPU: Cpu = { gateway: 0, subgraphs: 0, databases: 0 };

async function measureAll({ child, url }: Shop): Promise<Map<string, Asked>> {
  const all = questions(SKU, await fill(url));
  const pid = child.pid ?? 0;
  await delay(QUIET);
  // CPU milliseconds per millisecond.
  const idle = await during(pid, () => delay(QUIET, QUIET), NO_CPU);
  const asked = new Map<string, Asked>();
  for (const question of all) {
    asked.set(question.name, { ...(await estimate(url, question)), cpu: [] });
    await repeat(url, question, 500);
  }
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const question of all) {
      const cpu = await during(pid, () => repeat(url, question, Number(values.milliseconds)), idle);
      asked.get(question.name)?.cpu.push(cpu);
    }
  }
  return asked;
}

async function estimate(url: string, { name, query }: Question): Promise<Omit<Asked, 'cpu'>> {
  const { errors, extensions } = await ask(url, query, undefined, { 'x-holdfast-cost': '1' });
  const refusal = errors?.[0]?.extensions;
  if (errors && refusal?.['code'] !== 'OPERATION_TOO_COMPLEX')
    throw new Error(`${name}: ${JSON.stringify(errors)}`);
  return { cost: extensions?.cost?.estimated ?? Number(refusal?.['found']), refused: errors !== undefined };
}

/** Sends one request after another. @returns their number. */
async function repeat(url: string, { query }: Question, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  let times = 0;
  for (; performance.now() < end; times++) await ask(url, query);
  return times;
}

function show(title: string, asked: ReadonlyMap<string, Asked>): void {
  const leastOf = ({ cpu }: Asked) =>
    cpu.reduce((least, each) => (total(each) < total(least) ? each : least));
  const cheapest = asked.get(CHEAPEST);
  const unit = cheapest ? total(leastOf(cheapest)) : Number.NaN;
  say(`\n${title}\n`);
  say('| asked | cost | CPU ms | gateway | subgraphs | databases | of the cheapest | µs a unit of cost |');
  say('|---|---:|---:|---:|---:|---:|---:|---:|');
  for (const [name, one] of asked) {
    const cpu = leastOf(one);
    const parts = [total(cpu), cpu.gateway, cpu.subgraphs, cpu.databases].map((part) => part.toFixed(2));
    const ofUnit = one.cost && !one.refused ? ((total(cpu) * 1_000) / one.cost).toFixed(1) : '';
    const cost = `${one.cost}${one.refused ? ', refused' : ''}`;
    say(`| ${name} | ${cost} | ${parts.join(' | ')} | ${(total(cpu) / unit).toFixed(1)} | ${ofUnit} |`);
  }
}

/** Prints the cost of each list per page and per item, from its pages of 1 and 100. */
function showLists(asked: ReadonlyMap<string, Asked>): void {
  const least = (name: string) => Math.min(...(asked.get(name)?.cpu ?? []).map(total));
  const unit = least(CHEAPEST);
  say('\n| list | page of 1: CPU ms | of the cheapest | each item more: CPU ms | of the cheapest |');
  say('|---|---:|---:|---:|---:|');
  for (const [name, { refused }] of asked) {
    const list = /^(.*): 100$/.exec(name)?.[1];
    if (list === undefined || refused) continue;
    const page = least(`${list}: 1`);
    const item = (least(name) - page) / 99;
    const cells = [page, page / unit, item, item / unit].map((value) => value.toFixed(2));
    say(`| ${list} | ${cells.join(' | ')} |`);
  }
}

async function measure(title: string, tree: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-cost-'));
  const shop = await start(tree, dataDir, LONG_TIMEOUTS);
  try {
    const asked = await measureAll(shop);
    show(title, asked);
    showLists(asked);
  } finally {
    shop.child.kill('SIGTERM');
    await once(shop.child, 'exit');
    await rm(dataDir, { recursive: true, force: true });
  }
}

if (values.against !== undefined) {
  using tree = treeOf(values.against);
  await measure(values.against, tree.folder);
}
await measure('this revision', ROOT);
