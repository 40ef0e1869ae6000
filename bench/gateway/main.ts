/**
 * Our gateway against others, one at a time on a core of its own, round by round; prints medians as Markdown:
 * `node bench/gateway/main.ts [--rounds 3] [--seconds 5] [--gateways holdfast,stock] [--queries big,one,two]`
 */
import type { QueryName } from './federation/queries.ts';
import { QUERIES } from './federation/queries.ts';
import { GATEWAYS, type GatewayName, isInstalled } from './gateways.ts';
import { openHouse, startGateway } from './house.ts';
import { type Measured, measure, takesAuthorization } from './load.ts';
import { readOptions } from './options.ts';
import { bindMyself, peakMemory } from './processes.ts';
import { tables } from './table.ts';

/** Below this share of a lone request's fetches, clients have shared some: requests that were under way when the
 * measurement began and ended make a few hundredths. */
const SHARING = 0.85;
/** Above this share, the subgraphs are no longer as cheap as they can be. */
const NEWS = 0.01;

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
    if (!(await takesAuthorization(gateway))) say('  refuses clients that it does not know: they are nobody');
    for (const query of options.queries) {
      const measured = await measure(house, gateway, {
        ...options,
        query: QUERIES[query],
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

function tell(name: GatewayName, query: QueryName, measured: Measured): void {
  const { rate, cpu, share, fetches, fetchesUnderLoad, worked } = measured;
  const core = `${(share * 100).toFixed(0)} % of its core`;
  say(
    `  ${query.padEnd(4)} ${rate.toFixed(0).padStart(6)} /s, ${cpu.toFixed(2)} ms CPU, ${core}, ${fetches} fetches`,
  );
  if (fetchesUnderLoad < SHARING * fetches)
    say(`  ${name} shares answers between clients: ${fetchesUnderLoad.toFixed(1)} fetches under load`);
  if (worked > NEWS)
    say(`  ${name} asks the subgraphs something new in ${(worked * 100).toFixed(0)} % of fetches`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
