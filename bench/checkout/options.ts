/** The command line of the benchmark. */
import { parseArgs } from 'node:util';
import { MIXES, type Mix } from './mixes.ts';

export interface Options {
  /** Rounds of each load; with 0, only the other measurements run. */
  readonly rounds: number;
  readonly seconds: number;
  /** Seconds of load before each measurement. */
  readonly warmUp: number;
  /** A revision to compare with; undefined for none. */
  readonly against: string | undefined;
  /** The numbers of buyers who order at the same time. */
  readonly buyers: readonly number[];
  /** The numbers of products that the orders are spread over. */
  readonly products: readonly number[];
  readonly lines: readonly number[];
  readonly mixes: readonly Mix[];
  /** Measures a shop that nobody uses. */
  readonly idle: boolean;
  /** Measures how many commits the same PostgreSQL can do. */
  readonly pgbench: boolean;
  /** Many buyers at once for few units; undefined for none. */
  readonly burst: { readonly buyers: number; readonly seconds: number } | undefined;
  /** Counts statements, which costs PostgreSQL some CPU. */
  readonly statements: boolean;
}

/** The number of products that exist. */
export const MAX_PRODUCTS = 50;

/** @throws Error that names the wrong option. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '10' },
      warmup: { type: 'string', default: '3' },
      against: { type: 'string' },
      buyers: { type: 'string', default: '1,8,64,256' },
      products: { type: 'string', default: `1,${MAX_PRODUCTS}` },
      lines: { type: 'string', default: '1' },
      mix: { type: 'string', default: 'accepted' },
      idle: { type: 'boolean', default: false },
      pgbench: { type: 'boolean', default: false },
      burst: { type: 'boolean', default: false },
      'burst-buyers': { type: 'string', default: '10000' },
      'burst-seconds': { type: 'string', default: '60' },
      statements: { type: 'boolean', default: false },
    },
  });
  const [burstBuyers, burstSeconds] = [
    whole('burst-buyers', values['burst-buyers'], [1, 100_000]),
    whole('burst-seconds', values['burst-seconds'], [0, 3_600]),
  ];
  return {
    rounds: whole('rounds', values.rounds, [0, 1_000]),
    seconds: whole('seconds', values.seconds, [1, 3_600]),
    warmUp: whole('warmup', values.warmup, [0, 3_600]),
    against: values.against,
    buyers: wholes('buyers', values.buyers, [1, 10_000]),
    products: wholes('products', values.products, [1, MAX_PRODUCTS]),
    lines: wholes('lines', values.lines, [1, MAX_PRODUCTS]),
    mixes: names('mix', values.mix, MIXES),
    idle: values.idle,
    pgbench: values.pgbench,
    burst: values.burst ? { buyers: burstBuyers, seconds: burstSeconds } : undefined,
    statements: values.statements,
  };
}

function wholes(option: string, value: string, range: readonly [number, number]): number[] {
  return [...new Set(value.split(',').map((one) => whole(option, one, range)))];
}

function whole(option: string, value: string, [least, most]: readonly [number, number]): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`--${option} must be a whole number from ${least} to ${most}, but is '${value}'.`);
}

function names<K extends string>(option: string, value: string, known: readonly K[]): K[] {
  return value.split(',').map((one) => {
    const found = known.find((name) => name === one);
    if (found === undefined)
      throw new Error(`--${option} must be a list of ${known.join(', ')}, but has '${one}'.`);
    return found;
  });
}
