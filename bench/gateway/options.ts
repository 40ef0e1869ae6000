import { parseArgs } from 'node:util';
import { QUERIES, type QueryName } from './federation/queries.ts';
import { GATEWAYS, type GatewayName } from './gateways.ts';

export interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUp: number;
  readonly connections: number;
  readonly gateways: readonly GatewayName[];
  readonly queries: readonly QueryName[];
}

/** @throws Error that names the wrong option. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '5' },
      'warm-up': { type: 'string', default: '3' },
      connections: { type: 'string', default: '50' },
      gateways: { type: 'string', default: Object.keys(GATEWAYS).join(',') },
      queries: { type: 'string', default: Object.keys(QUERIES).join(',') },
    },
  });
  return {
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    warmUp: positive('warm-up', values['warm-up']),
    connections: positive('connections', values.connections),
    gateways: names('gateways', values.gateways, GATEWAYS),
    queries: names('queries', values.queries, QUERIES),
  };
}

/** @throws Error that names the option. */
export function positive(option: string, value: string): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw new Error(`--${option} must be a whole number of at least 1, but is ${value}.`);
}

function names<K extends string>(option: string, value: string, known: Readonly<Record<K, unknown>>): K[] {
  return value.split(',').map((one) => name(option, one, known));
}

/** @throws Error that names the option and its known values. */
export function name<K extends string>(
  option: string,
  value: string,
  known: Readonly<Record<K, unknown>>,
): K {
  const all = Object.keys(known) as K[];
  const found = all.find((one) => one === value);
  if (found) return found;
  throw new Error(`--${option} must be one of ${all.join(', ')}, but is ${value}.`);
}
