/** What every measurement stands on: the subgraphs in a process, a folder with the supergraph, and a started gateway. */
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
import type { Gateway } from './gateways.ts';
import { CORES, type Command, type Started, startOn } from './processes.ts';

/** Milliseconds that a gateway has to give its first right answer. */
const START = 60_000;

export interface House extends AsyncDisposable {
  readonly addresses: Addresses;
  readonly supergraph: string;
  readonly folder: string;
  /** What the subgraphs were asked so far. */
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

/** Starts a gateway on its core. It is ready when it has given a right answer. */
export async function startGateway(
  house: House,
  gateway: Gateway,
  change: (command: Command) => Command = (command) => command,
): Promise<Running> {
  const port = await freePort();
  const { supergraph, addresses, folder } = house;
  const place = { port, supergraph, addresses, folder: join(folder, 'beside') };
  const started = startOn(CORES.gateway, change(await gateway.command(place)));
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
    answer = await ask(url, QUERIES.one).catch(() => undefined);
    if (isDeepStrictEqual(answer, expected)) return;
    if (started.process.exitCode !== null || waited > START)
      throw new Error(`The gateway did not start: ${JSON.stringify(answer)}\n${started.output()}`);
    await delay(100);
  }
}

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

/** @throws Error when the process ends before what was promised. */
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
