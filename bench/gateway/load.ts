/** One measurement: a query at one gateway under load, and what that cost it. */
import { on } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expectedData } from './federation/expected.ts';
import { QUERIES } from './federation/queries.ts';
import { ask, type House, type Running } from './house.ts';
import { CORES, cpuTime, startOn } from './processes.ts';

/** Milliseconds without a request to a subgraph after which a gateway is at rest. */
const QUIET = 500;

export interface Load {
  readonly query: string;
  /** Whether each request carries an `authorization` of its own. */
  readonly authorize: boolean;
  /** What each request carries beside. Nothing by default. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections: number;
  /** Seconds before anything counts. */
  readonly warmUp: number;
  readonly seconds: number;
}

/** What one measurement gave. */
export interface Measured {
  /** Answers a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** The gateway's CPU time for a request, in milliseconds. */
  readonly cpu: number;
  /** How much of its core the gateway had: below 1, something else held it up. */
  readonly share: number;
  /** Requests to subgraphs for one of a client: below 1, clients have shared answers. */
  readonly fetches: number;
  /** Share of them that the subgraphs had to work out: above 0, they were not as cheap as they can be. */
  readonly worked: number;
  /** When it was measured, on the clock of process.hrtime, in microseconds. */
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

/** @throws Error when any answer was not the right one. */
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

/** Until the gateway is through with what it was asked last: it goes on when its clients have left. */
export async function untilQuiet(house: House, gateway: Running): Promise<void> {
  for (let before = -1; ; ) {
    await (await ask(gateway.url, QUERIES.one)).text();
    const { requests } = await house.counts();
    if (before >= 0 && requests - before <= 1) return;
    before = requests;
    await delay(QUIET);
  }
}

/** Requests to subgraphs for a lone request of a client, the second one, when it is planned: before any load. */
export async function countFetches(house: House, gateway: Running, query: string): Promise<number> {
  await (await ask(gateway.url, query)).text();
  const before = await house.counts();
  await (await ask(gateway.url, query)).text();
  return (await house.counts()).requests - before.requests;
}

/** Whether clients can say who they are, each as someone else; a gateway that knows its clients refuses such ones. */
export async function takesAuthorization({ url }: Running): Promise<boolean> {
  const response = await ask(url, QUERIES.one, { authorization: 'Bearer nobody' });
  await response.text();
  return response.status === 200;
}
