/**
 * Measures what an HTTP call costs its caller:
 * `node bench/subgraph-calls/main.ts [calls, 10000] [rounds, 9] [names, all]`
 *
 * The result is the CPU time of this process per call with an answer of 1 KB, 50 at a time, to a bare
 * `node:http` server in another process. Each round measures the contenders in turn; the least and the median
 * are printed. On a busy machine, many short rounds are more reliable than few long ones, and the least more
 * than the median. `taskset -c 0 node …` leaves the other core to the server. Names (`ours,undici with`)
 * select the contenders whose name begins with one of them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { contenders } from './contenders.ts';

const AT_ONCE = 50;

const calls = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 9);
const names = process.argv[4]?.split(',') ?? [''];

const server = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [port] = (await once(createInterface(server.stdout), 'line')) as [string];
const measured = contenders(`http://127.0.0.1:${port}/graphql`)
  .filter(({ name }) => names.some((begin) => name.startsWith(begin)))
  .map((each) => ({ ...each, costs: [] as number[] }));
for (const { call } of measured) await run(call, calls / 4);
for (let round = 0; round < rounds; round++) {
  for (const { call, costs } of measured) {
    const before = process.cpuUsage();
    await run(call, calls);
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / calls);
  }
}
for (const { name, costs } of measured) {
  const sorted = costs.toSorted((a, b) => a - b);
  const [least = Number.NaN] = sorted;
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  process.stdout.write(
    `${name.padEnd(64)} ${least.toFixed(1).padStart(5)} ${median.toFixed(1).padStart(5)} µs\n`,
  );
}
server.kill();
process.exit(0);

async function run(call: () => Promise<unknown>, count: number): Promise<void> {
  let left = count;
  const one = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
