import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { shownPath } from './paths.ts';
import { UsageError } from './usageError.ts';

const subgraphName = z
  .string()
  .regex(
    /^[A-Za-z][\w-]*$/,
    'a subgraph is named by the letters A to Z and a to z, digits, _ and -, and begins with a letter',
  );

const file = z.strictObject({
  /** By name: the SDL file, and where the subgraph answers unless the gateway is told otherwise. */
  subgraphs: z
    .record(subgraphName, z.strictObject({ schema: z.string().min(1), url: z.string().default('') }))
    .refine((subgraphs) => Object.keys(subgraphs).length > 0, 'names no subgraph'),
  output: z
    .strictObject({
      supergraph: z.string().min(1).default('supergraph.graphql'),
      api: z.string().min(1).default('api.graphql'),
      /** What `operations publish` writes. */
      manifest: z.string().min(1).default('persistedOperations.json'),
    })
    .prefault({}),
  /** The branch that `check` compares with, unless told otherwise. */
  base: z.string().min(1).default('main'),
  /** Operations that clients send: in GraphQL files, and in templates of TypeScript and JavaScript. */
  operations: z
    .array(
      z.strictObject({
        client: z.string().min(1).optional(),
        files: z.array(z.string().min(1)).min(1),
      }),
    )
    .default([]),
  /** The rules of `lint`. */
  lint: z.string().min(1).optional(),
});

/** A configuration whose paths are absolute. */
export interface Config {
  /** The file that it was read from. */
  readonly file: string;
  /** Its folder: where globs begin. */
  readonly folder: string;
  readonly subgraphs: readonly SubgraphConfig[];
  readonly output: { readonly supergraph: string; readonly api: string; readonly manifest: string };
  readonly base: string;
  readonly operations: readonly OperationsConfig[];
  readonly lint: string | undefined;
}

export interface SubgraphConfig {
  readonly name: string;
  readonly file: string;
  readonly url: string;
}

export interface OperationsConfig {
  /** Who sends them; undefined when each file's folder is named for its client. */
  readonly client?: string | undefined;
  /** Globs, relative to the folder of the configuration. */
  readonly files: readonly string[];
}

const DEFAULT = join(import.meta.dirname, '..', 'config.json');

/**
 * Reads the configuration; paths in it are relative to it.
 * @param path as given on the command line; left out, it is this project's own.
 * @throws UsageError when there is none, or it is not what a configuration is.
 */
export async function loadConfig(path: string | undefined, cwd: string): Promise<Config> {
  const from = path === undefined ? DEFAULT : resolve(cwd, path);
  const shown = shownPath(from, cwd);
  const text = await readFile(from, 'utf8').catch(() => {
    throw new UsageError(`${shown}: no configuration can be read there`);
  });
  const parsed = file.safeParse(parseJson(text, shown), { reportInput: false });
  if (!parsed.success) throw new UsageError(`${shown}: ${describe(parsed.error)}`);
  const folder = dirname(from);
  const { subgraphs, output, base, operations, lint } = parsed.data;
  return {
    file: from,
    folder,
    subgraphs: Object.entries(subgraphs).map(([name, { schema, url }]) => ({
      name,
      file: resolve(folder, schema),
      url,
    })),
    output: {
      supergraph: resolve(folder, output.supergraph),
      api: resolve(folder, output.api),
      manifest: resolve(folder, output.manifest),
    },
    base,
    operations,
    lint: lint === undefined ? undefined : resolve(folder, lint),
  };
}

function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${shown}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function describe({ issues }: z.ZodError): string {
  return issues
    .map((issue) => {
      const path = issue.path.map(String).join('.');
      // Of a key that is not right, zod says only that, and keeps the reason within.
      const reasons =
        issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message) : [issue.message];
      return `${path === '' ? '' : `${path}: `}${reasons.join('; ')}`;
    })
    .join('; ');
}
