/**
 * The setup of every measurement: a process with the subgraphs, a folder with the supergraph, and a running
 * gateway.
 */

import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { freePort } from '../../dev/src/ports.ts';
import { type Addresses, composeSupergraph } from './federation/compose.ts';
import { expectedData } from './federation/expected.ts';
import { QUERIES } from './federation/queries.ts';
import type { Counts } from './federation/server.ts';
import type { Federation, Gateway } from './gateways.ts';
import { CORES, type Started, startOn } from './processes.ts';

/** Milliseconds within which a gateway must give its first right answer. */
const START = 60_000;

export interface House extends Federation, AsyncDisposable {
  /** Returns the requests to the subgraphs so far. */
  counts(): Promise<Counts>;
}

export async function openHouse(): Promise<House> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-gateway-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const file = join(import.meta.dirname, 'federation/main.ts');
  const subgraphs = opened.use(startOn(CORES.rest, { command: process.execPath, args: [file] }, true));
  const [addresses] = (await orExit(subgraphs, once(subgraphs.process, 'message'))) as [Addresses];
  const supergraph = join(folder, 'supergraph.graphql');
  await writeFile(supergraph, composeSupergraph(addresses));
  const disposal = opened.move();
  return {
    addresses,
    supergraph,
    folder,
    async counts() {
      const answer = once(subgraphs.process, 'message');
      subgraphs.process.send('counts');
      const [counts] = await orExit(subgraphs, answer);
      return counts;
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

export interface Running extends Started {
  /** Its GraphQL endpoint. */
  readonly url: string;
}

/**
 * Starts a gateway and waits for its first right answer. @param core the core that it is bound to; null for
 * none.
 */
export async function startGateway(
  federation: Federation,
  gateway: Gateway,
  core: number | null = CORES.gateway,
): Promise<Running> {
  const port = await freePort();
  const started = startOn(core, await gateway.command({ ...federation, port }));
  const url = `http://127.0.0.1:${port}/graphql`;
  try {
    await untilReady(started, url);
  } catch (error) {
    await started[Symbol.asyncDispose]();
    throw error;
  }
  return { ...started, url };
}

async function untilReady(started: Started, url: string): Promise<void> {
  const expected = { data: expectedData(QUERIES.one) };
  for (let waited = 0, answer: unknown; ; waited += 100) {
    answer = await ask(url, QUERIES.one).then(
      (response) => response.json(),
      () => undefined,
    );
    if (isDeepStrictEqual(answer, expected)) return;
    if (started.process.exitCode !== null || waited > START)
      throw new Error(`The gateway did not start: ${JSON.stringify(answer)}\n${started.output()}`);
    await delay(100);
  }
}

/** @param headers headers in addition to the content type. */
export function ask(url: string, query: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

/** Awaits a promise. @throws Error when the process ends first. */
export async function orExit<T>(started: Started, promised: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const ended = once(started.process, 'exit', { signal: settled.signal }).then(() => {
    throw new Error(`A process ended: ${started.output()}`);
  });
  try {
    return await Promise.race([promised, ended]);
  } finally {
    settled.abort();
  }
}
