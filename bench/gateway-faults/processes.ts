/** A gateway in front of three subgraphs, one of which can be made to fail. Each runs in its own process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const SDL = {
  products: `${LINK} type Query { items: [Item!] } type Item @key(fields: "id") { id: ID! name: String }`,
  stock: `${LINK} type Item @key(fields: "id") { id: ID! stock: Int }`,
  users: `${LINK} type Query { me: User } type User { name: String }`,
};

export interface Processes extends AsyncDisposable {
  /** The gateway's GraphQL endpoint. */
  readonly url: string;
  /** The gateway's process id. */
  readonly gateway: number;
  /** Makes the subgraph `stock` refuse connections until `revive`. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  /** Makes the subgraph `stock` accept connections and never answer, until `wake`. */
  stop(): void;
  wake(): void;
}

export async function startProcesses(): Promise<Processes> {
  await using opened = new AsyncDisposableStack();
  const children = new Set<ChildProcess>();
  opened.defer(async () => {
    for (const child of children) child.kill('SIGKILL');
  });
  const run = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.add(child);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    child.stdout.resume();
    return { child, line };
  };
  const runSubgraph = async (port: number) => {
    const { child, line } = await run([join(import.meta.dirname, 'subgraph.ts'), String(port)]);
    return { child, port: Number(line) };
  };

  const subgraphs = {
    products: await runSubgraph(0),
    stock: await runSubgraph(0),
    users: await runSubgraph(0),
  };
  const services = Object.entries(SDL).map(([name, sdl]) => ({
    name,
    url: `http://127.0.0.1:${subgraphs[name as keyof typeof SDL].port}/graphql`,
    typeDefs: parse(sdl),
  }));
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-faults-'));
  opened.defer(() => rm(folder, { recursive: true }));
  const supergraph = join(folder, 'supergraph.graphql');
  await writeFile(supergraph, composeServices(services).supergraphSdl ?? '');
  const { privateKey } = generateKeyPairSync('ed25519');
  const { child, line } = await run([join(import.meta.dirname, '../../gateway/src/main.ts')], {
    PORT: '0',
    SUPERGRAPH: supergraph,
    IDENTITY_KEY: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  });
  const { url } = JSON.parse(line) as { url: string };
  const disposal = opened.move();
  const { stock } = subgraphs;
  return {
    url: `${url}/graphql`,
    gateway: child.pid ?? 0,
    async kill() {
      stock.child.kill('SIGKILL');
      await once(stock.child, 'exit');
    },
    async revive() {
      stock.child = (await runSubgraph(stock.port)).child;
    },
    stop: () => void stock.child.kill('SIGSTOP'),
    wake: () => void stock.child.kill('SIGCONT'),
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}
