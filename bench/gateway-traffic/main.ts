/**
 * Measures what counting traffic costs the gateway: its parts alone, and the CPU time of requests with and
 * without it. `node bench/gateway-traffic/main.ts [--pairs 3] [--slices 8] [--seconds 2] [--control]`
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { QUERIES } from '../gateway/federation/queries.ts';
import { holdfast } from '../gateway/gateways.ts';
import { openHouse, type Running, startGateway } from '../gateway/house.ts';
import { type Measured, measure } from '../gateway/load.ts';
import { positive } from '../gateway/options.ts';
import { bindMyself } from '../gateway/processes.ts';
import { measureParts } from './parts.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '3' },
    slices: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '2' },
    // Neither gateway counts, which shows by how much two processes of one program differ.
    control: { type: 'boolean', default: false },
  },
});
const pairs = positive('pairs', values.pairs);
const slices = positive('slices', values.slices);
const seconds = positive('seconds', values.seconds);
const CLIENT = { 'apollographql-client-name': 'storefront', 'apollographql-client-version': '2026.11.21' };

bindMyself();
const parts = await measureParts();
await using house = await openHouse();
const file = join(house.folder, 'traffic.json');
/** CPU time of a request in µs, without and with counting, for each slice. */
const found: (readonly [without: number, counting: number])[] = [];
for (let pair = 1; pair <= pairs; pair++) {
  // New processes each time, because two of the same program differ by more than the effect.
  await using without = await startGateway(house, holdfast('without', {}));
  await using counting = await startGateway(
    house,
    holdfast('counting', values.control ? {} : { TRAFFIC_FILE: file, TRAFFIC_INTERVAL_MS: '1000' }),
  );
  for (const gateway of [without, counting]) await cpuOf(gateway, 4);
  for (let slice = 1; slice <= slices; slice++) {
    // The order alternates, so that other work on the machine affects both.
    const order = slice % 2 ? ([0, 1] as const) : ([1, 0] as const);
    const both: [number, number] = [0, 0];
    for (const n of order) both[n] = await cpuOf([without, counting][n] as Running, 1);
    found.push(both);
    process.stderr.write(`pair ${pair}, slice ${slice}: ${both.map((us) => us.toFixed(1)).join(' ')} µs\n`);
  }
}
const least = (n: 0 | 1) => Math.min(...found.map((both) => both[n]));
const median = (n: 0 | 1) => middle(found.map((both) => both[n]));
const each = (1_000 * parts.count) / (1_000_000 * least(0));
process.stdout.write(`
| | |
|---|---:|
| counting one request | ${parts.count.toFixed(0)} ns |
| normal form of an operation, once | ${parts.normalForm.toFixed(0)} µs |
| writing the file, 200 operations of 5 clients each | ${parts.write.toFixed(1)} ms |
| a request without, CPU: minimum, median | ${least(0).toFixed(1)}, ${median(0).toFixed(1)} µs |
| a request with, CPU: minimum, median | ${least(1).toFixed(1)}, ${median(1).toFixed(1)} µs |
| counting, as a share of a request's minimum | ${(100 * each).toFixed(2)} % |
| with to without, median of ${found.length} pairs of slices | ${middle(found.map(([a, b]) => b / a)).toFixed(3)} |
`);

async function cpuOf(gateway: Running, warmUp: number): Promise<number> {
  const load = { query: QUERIES.one, authorize: false, headers: CLIENT, connections: 20, warmUp, seconds };
  const { cpu }: Measured = await measure(house, gateway, load);
  return cpu * 1_000;
}

function middle(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
