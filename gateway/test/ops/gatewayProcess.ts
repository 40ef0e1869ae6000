/** The gateway as its operator runs it: its own process, in front of a small subgraph. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { json, text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { programOf } from '@holdfast/dev/testing/program';
import { buildSchema, graphql, parse } from 'graphql';
import { testFolder } from '../support/house.ts';
import { createGate, type Gate } from '../support/subgraphs.ts';

const PROGRAM = await programOf('gateway');
const IDENTITY_KEY = generateKeyPairSync('ed25519')
  .privateKey.export({ format: 'der', type: 'pkcs8' })
  .toString('base64');

const sdl = (more: string) => `
  type Query { hello: String! slow: String big: [String!]! ${more} }
  type Mutation { place: String }`;

/** A line of the gateway's log. */
// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
export type LogLine = Record<string, any>;

export interface GatewayUnderTest extends AsyncDisposable {
  readonly url: string;
  readonly process: ChildProcess;
  readonly gate: Gate;
  readonly lines: readonly LogLine[];
  readonly errors: Promise<string>;
  /** The exit code and signal. */
  readonly exit: Promise<readonly unknown[]>;
  /** Publishes a supergraph with another field of Query atomically, as a deployment does. */
  publish(field: string): Promise<void>;
  /** Writes the given text to the supergraph's file. */
  write(content: string): Promise<void>;
  /** Waits for a line of the log. */
  line(message: string | RegExp, count?: number): Promise<LogLine>;
}

/** Waits until it is ready. */
export async function startGatewayProcess(env: Record<string, string> = {}): Promise<GatewayUnderTest> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await testFolder());
  const gate = createGate();
  const subgraph = opened.use(await startSubgraph(gate));
  opened.defer(gate.open);
  const file = join(folder.path, 'supergraph.graphql');
  const publish = async (field: string) => {
    await writeFile(`${file}.new`, compose(subgraph.url, field));
    await rename(`${file}.new`, file);
  };
  await publish('');
  const child = spawn(process.execPath, [...PROGRAM.execArgv, PROGRAM.file], {
    env: {
      ...PROGRAM.env,
      PORT: '0',
      SUPERGRAPH: file,
      JWKS_URL: `${subgraph.url}/keys`,
      IDENTITY_KEY,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  opened.defer(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  const lines: LogLine[] = [];
  const heard = new Set<() => void>();
  createInterface(child.stdout).on('line', (line) => {
    lines.push(JSON.parse(line));
    for (const hear of heard) hear();
  });
  const line = (message: string | RegExp, count = 1) => {
    const { promise, resolve } = Promise.withResolvers<LogLine>();
    const look = () => {
      const found = lines.filter(({ msg }) =>
        typeof message === 'string' ? msg === message : message.test(msg),
      );
      if (found[count - 1]) resolve(found[count - 1] as LogLine);
    };
    heard.add(look);
    look();
    return promise.finally(() => heard.delete(look));
  };
  const errors = text(child.stderr);
  const ended = exit.then(async (how) => {
    throw new Error(`The gateway ended: ${how.join(' ')}: ${await errors}`);
  });
  ended.catch(() => {});
  const { url } = await Promise.race([line('ready'), ended]);
  const disposal = opened.move();
  return {
    url,
    process: child,
    gate,
    lines,
    errors,
    exit,
    publish,
    write: (content) => writeFile(file, content),
    line,
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

function compose(url: string, field: string): string {
  const more = field && `${field}: String`;
  const { supergraphSdl, errors } = composeServices([{ name: 'shop', url, typeDefs: parse(sdl(more)) }]);
  if (!supergraphSdl) throw new AggregateError(errors ?? [], 'It does not compose.');
  return supergraphSdl;
}

async function startSubgraph(gate: Gate): Promise<AsyncDisposable & { url: string }> {
  const schema = buildSchema(sdl('added: String later: String'));
  const big = Array.from({ length: 2_000 }, (_, index) => `Product ${index}, as good as it gets`);
  const slow = async () => {
    await gate.enter();
    return 'done';
  };
  const rootValue = { hello: 'world', slow, place: slow, big, added: 'new', later: 'newer' };
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return response.writeHead(404).end();
    const { query, variables } = (await json(request)) as {
      query: string;
      variables: Record<string, unknown>;
    };
    const answer = await graphql({ schema, source: query, variableValues: variables, rootValue });
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
