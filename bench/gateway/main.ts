/**
 * Compares our gateway with others, one at a time on its own core, round by round. Prints medians as
 * Markdown:
 * `node bench/gateway/main.ts [--rounds 3] [--seconds 5] [--gateways holdfast,stock] [--queries big,one,two]`
 */
import { QUERIES, type QueryName } from './federation/queries.ts';
import { GATEWAYS, type GatewayName, isInstalled } from './gateways.ts';
import { openHouse, startGateway } from './house.ts';
import { countFetches, type Measured, measure, takesAuthorization, untilQuiet } from './load.ts';
import { readOptions } from './options.ts';
import { bindMyself, peakMemory } from './processes.ts';
import { tables } from './table.ts';

/** Above this share of computed answers, the subgraphs are no longer as cheap as they can be. */
const COMPUTED = 0.01;

interface Gathered {
  readonly measured: Record<QueryName, Measured[]>;
  readonly fetches: Record<QueryName, number[]>;
  readonly memory: number[];
}

const options = readOptions(process.argv.slice(2));
const { rounds, gateways, queries } = options;
const missing = gateways.filter((name) => !isInstalled(GATEWAYS[name]));
if (missing.length > 0)
  throw new Error(`Not installed: ${missing.join(', ')}. Run npm ci --prefix bench first.`);
bindMyself();

const results: Partial<Record<GatewayName, Gathered>> = {};
await using house = await openHouse();
for (let round = 1; round <= rounds; round++) {
  for (const name of gateways) {
    log(`round ${round} of ${rounds}, ${name}`);
    const gathered = results[name] ?? nothing();
    results[name] = gathered;
    await measureGateway(name, gathered);
  }
}
const { seconds, warmUp, connections } = options;
print(`Median of ${rounds} rounds of ${seconds} s after ${warmUp} s, ${connections} connections.\n\n`);
print(tables(results, queries));

async function measureGateway(name: GatewayName, { measured, fetches, memory }: Gathered): Promise<void> {
  await using gateway = await startGateway(house, GATEWAYS[name]);
  const authorize = await takesAuthorization(gateway);
  if (!authorize) log('  refuses unknown credentials: requests are anonymous');
  for (const query of queries) fetches[query].push(await countFetches(house, gateway, QUERIES[query]));
  for (const query of queries) {
    const one = await measure(house, gateway, { ...options, query: QUERIES[query], authorize });
    measured[query].push(one);
    logMeasured(query, one);
    await untilQuiet(house, gateway);
  }
  memory.push(await peakMemory(gateway.pid));
}

function nothing(): Gathered {
  return {
    measured: { big: [], one: [], two: [] },
    fetches: { big: [], one: [], two: [] },
    memory: [],
  };
}

function logMeasured(query: QueryName, { rate, cpu, share, fetches, worked }: Measured): void {
  const used = `${cpu.toFixed(2)} ms CPU, ${(share * 100).toFixed(0)} % of its core, ${fetches.toFixed(1)} fetches`;
  log(`  ${query.padEnd(4)} ${rate.toFixed(0).padStart(6)} /s, ${used}`);
  if (worked > COMPUTED) log(`  ${(worked * 100).toFixed(0)} % of its fetches are new to the subgraphs`);
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(text: string): void {
  process.stdout.write(text);
}
