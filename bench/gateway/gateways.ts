/** The gateways, and how each is started: a process of its own, with PORT and a supergraph file. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Addresses } from './federation/compose.ts';
import { SCHEMAS } from './federation/schemas.ts';
import type { Command } from './processes.ts';

/** What a gateway is started before. */
export interface Federation {
  readonly addresses: Addresses;
  /** The supergraph's file. */
  readonly supergraph: string;
  /** A folder for what a gateway needs beside. */
  readonly folder: string;
}

export interface Place extends Federation {
  readonly port: number;
}

export interface Gateway {
  readonly title: string;
  /** What has to be there: `npm ci --prefix bench` brings it. */
  readonly needs: string;
  command(place: Place): Command | Promise<Command>;
}

const HERE = import.meta.dirname;
const REPOSITORY = join(HERE, '../..');
const MODULES = join(HERE, '../node_modules');
// Not the package `grafbase` itself, whose lockfile would need the same for machines that the registry has none for.
const GRAFBASE = join(MODULES, '@grafbase/cli-x86_64-unknown-linux-musl/grafbase');
const HIVE = join(MODULES, '@graphql-hive/gateway');

export const GATEWAYS = {
  holdfast: holdfast('Holdfast', {}),
  'holdfast-apollo': holdfast("Holdfast with Apollo's executor", { GATEWAY_EXECUTOR: 'apollo' }),
  stock: peer('`@apollo/server` + `@apollo/gateway`', '@apollo/gateway', 'stock.mjs'),
  fastify: peer('the same on Fastify, with undici', '@apollo/gateway', 'fastify.mjs'),
  hive: {
    title: 'Hive Gateway with its Rust planner',
    needs: HIVE,
    command: ({ port, supergraph }) => ({
      command: process.execPath,
      args: [
        join(MODULES, '.bin/hive-gateway'),
        'supergraph',
        supergraph,
        ...['--config-path', join(HERE, 'peers/hive.config.mjs'), '--port', String(port)],
        ...['--host', '127.0.0.1', '--fork', '1'],
      ],
      env: { NODE_ENV: 'production' },
    }),
  },
  rust: {
    title: 'the Rust gateway in `grafbase`',
    needs: GRAFBASE,
    command: async ({ port, addresses, folder }) => {
      await writeGrafbaseConfig(folder, addresses);
      const args = ['dev', '-o', 'subgraphs.toml', '-c', 'gateway.toml', '-p', String(port)];
      return { command: GRAFBASE, args, cwd: folder };
    },
  },
} as const satisfies Record<string, Gateway>;

export type GatewayName = keyof typeof GATEWAYS;

export function isInstalled({ needs }: Gateway): boolean {
  return existsSync(needs);
}

/** Ours, without authentication: nobody here issues tokens. */
export function holdfast(title: string, env: NodeJS.ProcessEnv): Gateway {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return {
    title,
    needs: REPOSITORY,
    command: ({ port, supergraph }) => ({
      command: process.execPath,
      args: [join(REPOSITORY, 'gateway/src/main.ts')],
      env: {
        NODE_ENV: 'production',
        SUPERGRAPH: supergraph,
        PORT: String(port),
        AUTH: 'off',
        IDENTITY_KEY: key,
        // The others have no deadline; with 50 in turn on a busy machine, a slow one would answer errors.
        SUBGRAPH_TIMEOUT_MS: '30000',
        // Nobody is to win by sharing answers.
        SHARE_IN_FLIGHT: 'false',
        LOG_LEVEL: 'warn',
        ...env,
      },
    }),
  };
}

function peer(title: string, needs: string, file: string): Gateway {
  return {
    title,
    needs: join(MODULES, needs),
    command: ({ port, supergraph }) => ({
      command: process.execPath,
      args: [join(HERE, 'peers', file)],
      env: {
        NODE_ENV: 'production',
        APOLLO_TELEMETRY_DISABLED: 'true',
        SUPERGRAPH: supergraph,
        PORT: String(port),
      },
    }),
  };
}

/** It composes itself, from SDL files; authorization goes on to subgraphs, so that clients share no fetch. */
async function writeGrafbaseConfig(folder: string, addresses: Addresses): Promise<void> {
  const tables: string[] = [];
  for (const [name, url] of Object.entries(addresses)) {
    const file = join(folder, `${name}.graphql`);
    await writeFile(file, SCHEMAS[name as keyof Addresses]);
    tables.push(`[subgraphs.${name}]\nurl = "${url}"\nschema_path = "${file}"\n`);
  }
  await writeFile(join(folder, 'subgraphs.toml'), tables.join('\n'));
  await writeFile(join(folder, 'gateway.toml'), '[[headers]]\nrule = "forward"\nname = "authorization"\n');
}
