/** A measurement of one query at one gateway under load. */
import { on } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expectedData } from './federation/expected.ts';
import { QUERIES } from './federation/queries.ts';
import { ask, type House, type Running } from './house.ts';
import { CORES, cpuTime, startOn } from './processes.ts';

/** Milliseconds without a request to a subgraph after which a gateway counts as idle. */
const QUIET = 500;

export interface Load {
  readonly query: string;
  /** True when each request carries its own `authorization`. */
  readonly authorize: boolean;
  /** Additional headers of each request. None by default. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections: number;
  /** Seconds before the measurement starts. */
  readonly warmUp: number;
  readonly seconds: number;
}

/** The result of one measurement. */
export interface Measured {
  /** Answers a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** The gateway's CPU time per request, in milliseconds. */
  readonly cpu: number;
  /** The share of its core that the gateway used. Below 1, something else limited it. */
  readonly share: number;
  /** Requests to subgraphs per client request. Below 1, clients shared answers. */
  readonly fetches: number;
  /** The share of these that the subgraphs had to compute. Above 0, they were not as cheap as they can be. */
  readonly worked: number;
  /** The measured period, in microseconds on the clock of process.hrtime. */
  readonly from: number;
  readonly to: number;
}

type Report =
  | { readonly event: 'begin' }
  | {
      readonly event: 'end';
      readonly requests: number;
      readonly seconds: number;
      readonly p50: number;
      readonly p99: number;
      readonly wrong: number;
      readonly failed: number;
    };

/** @throws Error when any answer was wrong. */
export async function measure(house: House, gateway: Running, load: Load): Promise<Measured> {
  const file = join(import.meta.dirname, 'driver.mjs');
  await using driver = startOn(CORES.rest, { command: process.execPath, args: [file] }, true);
  const stopped = new AbortController();
  driver.process.once('exit', () => stopped.abort());
  gateway.process.once('exit', () => stopped.abort());
  const reading = async () => ({
    at: Number(process.hrtime.bigint() / 1_000n),
    cpu: await cpuTime(gateway.pid),
    ...(await house.counts()),
  });
  driver.process.send({ ...load, url: gateway.url, expected: expectedData(load.query) });
  let before = await reading();
  try {
    for await (const [message] of on(driver.process, 'message', { signal: stopped.signal })) {
      const report = message as Report;
      if (report.event === 'begin') {
        before = await reading();
        continue;
      }
      const after = await reading();
      const { requests, seconds, wrong, failed } = report;
      if (wrong + failed > 0 || requests === 0)
        throw new Error(`${wrong} answers were wrong, ${failed} requests failed, ${requests} were counted.`);
      const fetches = after.requests - before.requests;
      const cpu = after.cpu - before.cpu;
      return {
        rate: requests / seconds,
        p50: report.p50,
        p99: report.p99,
        cpu: cpu / requests,
        share: cpu / 1_000 / seconds,
        fetches: fetches / requests,
        worked: (after.worked - before.worked) / fetches,
        from: before.at,
        to: after.at,
      };
    }
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
  }
  throw new Error(`The load or the gateway ended: ${driver.output()}${gateway.output()}`);
}

/**
 * Waits until the gateway has finished its last requests, which it continues after its clients have
 * disconnected.
 */
export async function untilQuiet(house: House, gateway: Running): Promise<void> {
  for (let before = -1; ; ) {
    await (await ask(gateway.url, QUERIES.one)).text();
    const { requests } = await house.counts();
    if (before >= 0 && requests - before <= 1) return;
    before = requests;
    await delay(QUIET);
  }
}

/**
 * Counts the requests to subgraphs for a single client request without load. It is the second one, already
 * planned.
 */
export async function countFetches(house: House, gateway: Running, query: string): Promise<number> {
  await (await ask(gateway.url, query)).text();
  const before = await house.counts();
  await (await ask(gateway.url, query)).text();
  return (await house.counts()).requests - before.requests;
}

/**
 * Returns true when the gateway accepts unknown credentials. A gateway that authenticates its clients refuses
 * them.
 */
export async function takesAuthorization({ url }: Running): Promise<boolean> {
  const response = await ask(url, QUERIES.one, { authorization: 'Bearer nobody' });
  await response.text();
  return response.status === 200;
}
