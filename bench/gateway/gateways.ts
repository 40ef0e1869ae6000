/** The gateways, each started as its own process with PORT and a supergraph file. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Addresses } from './federation/compose.ts';
import { SCHEMAS } from './federation/schemas.ts';
import type { Command } from './processes.ts';

/** The subgraphs behind a gateway. */
export interface Federation {
  readonly addresses: Addresses;
  /** The supergraph's file. */
  readonly supergraph: string;
  /** A folder for a gateway's other files. */
  readonly folder: string;
}

export interface Place extends Federation {
  readonly port: number;
}

export interface Gateway {
  readonly title: string;
  /** The path of the installed package. `npm ci --prefix bench` installs it. */
  readonly needs: string;
  command(place: Place): Command | Promise<Command>;
}

const HERE = import.meta.dirname;
const REPOSITORY = join(HERE, '../..');
const MODULES = join(HERE, '../node_modules');
// The package `grafbase` itself would need entries in the lockfile for platforms that the registry has no
// binaries of.
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

/** Our gateway, without authentication, because nothing here issues tokens. */
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
        // The others have no timeout. With 50 connections on a busy machine, a slow subgraph would cause
        // errors.
        SUBGRAPH_TIMEOUT_MS: '30000',
        // No gateway may win by sharing answers between clients.
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

/**
 * Grafbase composes from SDL files itself. It forwards `authorization` to subgraphs, so that clients share no
 * fetch.
 */
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
