/**
 * Measures the memory and CPU time of an idle shop of `npm start`, and the cost of an order:
 * `node bench/idle-memory/main.ts [--against REVISION] [--orders 200]`
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ROOT } from '../../dev/src/services.ts';
import { sumOf, type Usage, usageOf } from './processes.ts';
import { ask, signIn, start } from './shop.ts';
import { treeOf } from './trees.ts';

/**
 * Milliseconds of rest before a measurement. The planner's thread and idle connections have ended by then.
 */
const QUIET = 25_000;
/** Milliseconds over which the idle CPU time is measured. */
const SPAN = 20_000;
const CLIENTS = 4;
const PRODUCT = '01936f00-0000-7000-8000-000000000001';

const { values } = parseArgs({
  options: { against: { type: 'string' }, orders: { type: 'string', default: '200' } },
});
const orders = Number(values.orders);
const say = (line: string) => void process.stdout.write(`${line}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Each client places its next order once the last is answered. @returns orders per second. */
async function order(url: string): Promise<number> {
  const accessToken = await signIn(url, 'alice@demo.test');
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
    const before = sumOf('', await usageOf(pid)).cpu;
    await delay(SPAN);
    const idle = await usageOf(pid);
    show(`${name}, ${nth} start, idle`, idle);
    const share = (sumOf('', idle).cpu - before) / SPAN;
    say(`\n${name}, ${nth} start: ${(share * 100).toFixed(1)} % of a processor while idle`);
    if (nth === 'second') {
      const rate = await order(url);
      const after = await usageOf(pid);
      const cpu = (sumOf('', after).cpu - sumOf('', idle).cpu) / orders;
      say(`\n${name}: ${rate.toFixed(1)} orders per second, ${cpu.toFixed(1)} ms of CPU per order`);
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
