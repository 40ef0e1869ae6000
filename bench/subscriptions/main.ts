/**
 * Measures what subscribers cost the gateway: `node bench/subscriptions/main.ts [subscribers, 1000]`
 *
 * Runs the whole shop and follows one order over this many connections, first by WebSocket and then by
 * server-sent events. Prints the gateway's resident memory before and with the idle subscribers, and the time
 * until all of them have received a change, next to the time of as many plain queries of the same fields.
 */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { newUuid } from '../../kit/base/src/ids.ts';
import { BERLIN, type Client, PLACE_ORDER, type Shop, startShop } from '../../tests/e2e/shop.ts';
import { type Follower, followByEvents, followByWebSocket } from './followers.ts';

/** Milliseconds within which the garbage of the start is collected. */
const SETTLE = 5_000;
const FIELDS = 'status updatedAt saga { status } payment { status }';

const subscribers = Number(process.argv[2] ?? 1_000);

await using shop = await startShop();
const staff = await shop.customer('0.00', { roles: ['STAFF'] });
const gateway = await processOf('gateway/src/main.ts');
for (const [name, follow] of [
  ['WebSocket', followByWebSocket],
  ['server-sent events', followByEvents],
] as const) {
  const { id, customer } = await placeOrder(shop);
  const start = () => follow(shop.holdfast.url, { id, token: customer.token, fields: FIELDS });
  // A first run, so that the garbage that it leaves does not distort the measurement.
  await together(subscribers, start, () => delay(SETTLE));
  const before = await residentMemory(gateway);
  await together(subscribers, start, async (followers) => {
    await delay(SETTLE);
    const idle = await residentMemory(gateway);
    const heard = Promise.all(followers.map(({ heard }) => heard('CANCELLED')));
    const began = performance.now();
    await staff.query('mutation ($id: ID!) { cancelOrder(id: $id) { status } }', { id });
    await heard;
    const delivered = performance.now() - began;
    const asked = await time(() => Promise.all(followers.map(() => ask(customer, id))));
    print(
      `${subscribers} idle by ${name}`,
      `${(idle - before).toFixed(0)} MB more than ${before.toFixed(0)} MB`,
    );
    print(
      '  all received a change',
      `${delivered.toFixed(0)} ms; as many plain queries: ${asked.toFixed(0)} ms`,
    );
  });
}

async function placeOrder({ customer: newCustomer, product }: Shop) {
  const customer = await newCustomer();
  const input = {
    idempotencyKey: newUuid(),
    lines: [{ productId: await product(10), quantity: 1 }],
    shippingAddress: BERLIN,
  };
  const { data } = await customer.query(PLACE_ORDER, { input });
  return { id: String(data.placeOrder.order.id), customer };
}

async function ask(customer: Client, id: string): Promise<void> {
  await customer.query(`query ($id: ID!) { order(id: $id) { ${FIELDS} } }`, { id });
}

/** Starts this many followers, each with its first answer, and keeps them while `work` runs. */
async function together(
  count: number,
  start: () => Promise<Follower>,
  work: (followers: readonly Follower[]) => Promise<void>,
): Promise<void> {
  const followers: Follower[] = [];
  while (followers.length < count) {
    const more = Math.min(50, count - followers.length);
    followers.push(...(await Promise.all(Array.from({ length: more }, start))));
  }
  await work(followers);
  await Promise.all(followers.map(({ stop }) => stop()));
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Returns the id of this process's child that runs a file. */
async function processOf(file: string): Promise<string> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [command, status] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
      readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
    ]);
    if (command.includes(file) && status.includes(`\nPPid:\t${process.pid}\n`)) return pid;
  }
  throw new Error(`No child of this process runs ${file}.`);
}

/** Returns the resident memory of a process in megabytes. */
async function residentMemory(pid: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(36)} ${value}\n`);
}
