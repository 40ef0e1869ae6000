/**
 * Measures orders through the gateway, from the request to its answer:
 * `node bench/checkout/main.ts [--rounds 3] [--seconds 10] [--warmup 3] [--against REVISION]
 *   [--buyers 1,8,64,256] [--products 1,50] [--lines 1] [--mix accepted] [--statements]
 *   [--idle] [--burst] [--pgbench]`
 */
import { ROOT } from '../../dev/src/services.ts';
import { treeOf } from '../idle-memory/trees.ts';
import { runBurst } from './burst.ts';
import { type Goods, prepareGoods } from './goods.ts';
import { measureIdle } from './idle.ts';
import { CONNECTIONS, measureCommits } from './limit.ts';
import { type Cell, titleOf } from './mixes.ts';
import { type Options, readOptions } from './options.ts';
import { sumOf } from './readings.ts';
import { type Results, roundLines, summary } from './report.ts';
import { type Round, runRound } from './round.ts';
import { type Shop, startShop } from './shop.ts';
import { digits, median } from './table.ts';

/** Fifty buyers at once for ten units show at once who oversells. */
const RUSH = { buyers: 50, seconds: 0, units: 10 };
const BURST_UNITS = 100;

const say = (text: string) => void process.stdout.write(`${text}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

async function main(options: Options): Promise<void> {
  await using shops = new AsyncDisposableStack();
  const open = async (name: string, tree: string) =>
    shops.use(await startShop(name, tree, options.statements));
  const all: Shop[] = [];
  if (options.against !== undefined) {
    say(`Preparing ${options.against} …`);
    const { folder } = shops.use(treeOf(options.against));
    say('Starting both shops …');
    all.push(await open('present', ROOT), await open(options.against, folder));
  } else {
    say('Starting the shop …');
    all.push(await open('present', ROOT));
  }
  if (options.idle) say(`\n${await measureIdle(all)}`);
  const results = options.rounds > 0 ? await runRounds(all, options) : [];
  if (results.length > 0) say(`\n${summary(results)}`);
  if (options.burst) {
    for (const shop of all) {
      say(await runBurst(shop, RUSH));
      say(await runBurst(shop, { ...options.burst, units: BURST_UNITS }));
    }
  }
  if (options.pgbench) await showLimit(all, results, options);
}

/** Runs each cell on all shops in turn, round by round. */
async function runRounds(shops: readonly Shop[], options: Options): Promise<Results[]> {
  const cells = cellsOf(options);
  const most = (wanted: (cell: Cell) => boolean) =>
    Math.max(0, ...cells.filter(wanted).map(({ buyers }) => buyers));
  const count = {
    rich: most(({ mix }) => mix !== 'declined'),
    poor: most(({ mix }) => mix === 'declined'),
  };
  const goods = new Map<Shop, Goods>();
  for (const shop of shops) {
    say(`Opening ${count.rich + count.poor} accounts (${shop.name}) …`);
    goods.set(shop, await prepareGoods(shop, count));
  }
  const results: Results[] = [];
  for (const cell of cells) {
    const rounds = new Map(shops.map(({ name }): [string, Round[]] => [name, []]));
    for (let number = 1; number <= options.rounds; number++) {
      for (const [shop, theirs] of goods) {
        const round = await runRound(shop, theirs, cell, options);
        if (Object.keys(round.unexpected).length > 0) process.exitCode = 1;
        rounds.get(shop.name)?.push(round);
        say(roundLines(number, shop.name, cell, round));
      }
    }
    results.push({ cell, rounds });
  }
  return results;
}

function cellsOf({ mixes, lines, products, buyers }: Options): Cell[] {
  return mixes.flatMap((mix) =>
    lines.flatMap((line) =>
      products.flatMap((product) =>
        buyers.map((buyer) => ({ mix, lines: line, products: product, buyers: buyer })),
      ),
    ),
  );
}

async function showLimit(shops: readonly Shop[], results: readonly Results[], { seconds }: Options) {
  for (const shop of shops) {
    const rate = await measureCommits(shop, seconds);
    say(
      `${shop.name}: ${digits(rate)} commits a second over ${CONNECTIONS} connections, each of one inserted row`,
    );
    for (const { cell, rounds } of results) {
      const each = rounds.get(shop.name) ?? [];
      const commits = median(each.map((round) => sumOf(round.commits) / round.orders));
      const orders = median(each.map((round) => round.orders / round.seconds));
      say(
        `  ${titleOf(cell)}: at ${digits(commits)} commits an order, ${digits(rate / commits)} orders a second; ` +
          `the shop does ${digits(orders)}`,
      );
    }
  }
}

let options: Options;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench/checkout: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
await main(options);
