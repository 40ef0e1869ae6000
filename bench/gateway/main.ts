/**
 * Our gateway against others, one at a time on a core of its own, round by round; prints medians as Markdown:
 * `node bench/gateway/main.ts [--rounds 3] [--seconds 5] [--gateways holdfast,stock] [--queries big,one,two]`
 */
import type { QueryName } from './federation/queries.ts';
import { QUERIES } from './federation/queries.ts';
import { GATEWAYS, type Gateway, type GatewayName, isInstalled } from './gateways.ts';
import { openHouse, startGateway } from './house.ts';
import { type Measured, measure } from './load.ts';
import { readOptions } from './options.ts';
import { bindMyself, peakMemory } from './processes.ts';
import { tables } from './table.ts';

const options = readOptions(process.argv.slice(2));
const missing = options.gateways.filter((name) => !isInstalled(GATEWAYS[name]));
if (missing.length > 0) throw new Error(`${missing.join(', ')}: run npm ci --prefix bench first.`);
bindMyself();

await using house = await openHouse();
const results = Object.fromEntries(
  options.gateways.map((name) => [name, { measured: { big: [], one: [], two: [] }, memory: [] }]),
) as Partial<Record<GatewayName, { measured: Record<QueryName, Measured[]>; memory: number[] }>>;
for (let round = 1; round <= options.rounds; round++) {
  for (const name of options.gateways) {
    say(`round ${round} of ${options.rounds}, ${name}`);
    await using gateway = await startGateway(house, GATEWAYS[name]);
    for (const query of options.queries) {
      const measured = await measure(house, gateway, {
        ...options,
        query: QUERIES[query],
        authorize: (GATEWAYS[name] satisfies Gateway).authorize,
      });
      results[name]?.measured[query].push(measured);
      tell(name, query, measured);
    }
    results[name]?.memory.push(await peakMemory(gateway.pid));
  }
}
const { rounds, seconds, connections } = options;
process.stdout.write(`\nMedian of ${rounds} rounds of ${seconds} s, ${connections} connections.\n\n`);
process.stdout.write(tables(results, options.queries));

function tell(name: GatewayName, query: QueryName, { rate, share, fetches, worked }: Measured): void {
  const core = `${(share * 100).toFixed(0)} % of its core`;
  say(`  ${query.padEnd(4)} ${rate.toFixed(0).padStart(6)} /s, ${core}, ${fetches.toFixed(1)} fetches`);
  if (worked > 0.01)
    say(`  ${name} asks the subgraphs something new in ${(worked * 100).toFixed(0)} % of fetches`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
