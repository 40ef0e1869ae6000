import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { shownPath } from './paths.ts';
import { UsageError } from './usageError.ts';

const subgraphName = z
  .string()
  .regex(
    /^[A-Za-z][\w-]*$/,
    'a subgraph name begins with a letter and has only the letters A to Z and a to z, digits, _ and -',
  );

const file = z.strictObject({
  /** By name: the SDL file, and the URL of the subgraph unless the gateway's settings name another. */
  subgraphs: z
    .record(subgraphName, z.strictObject({ schema: z.string().min(1), url: z.string().default('') }))
    .refine((subgraphs) => Object.keys(subgraphs).length > 0, 'must name at least one subgraph'),
  output: z
    .strictObject({
      supergraph: z.string().min(1).default('supergraph.graphql'),
      api: z.string().min(1).default('api.graphql'),
      /** The file that `operations publish` writes. */
      manifest: z.string().min(1).default('persistedOperations.json'),
    })
    .prefault({}),
  /** The branch that `check` compares with by default. */
  base: z.string().min(1).default('main'),
  /** The operations that clients send, in GraphQL files and in templates of TypeScript and JavaScript. */
  operations: z
    .array(
      z.strictObject({
        client: z.string().min(1).optional(),
        files: z.array(z.string().min(1)).min(1),
      }),
    )
    .default([]),
  /** The rules file of `lint`. */
  lint: z.string().min(1).optional(),
});

/** A configuration with absolute paths. */
export interface Config {
  /** The file that it was read from. */
  readonly file: string;
  /** Its folder, to which globs are relative. */
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
  /** The client that sends them; undefined when the folder of each file is named after its client. */
  readonly client?: string | undefined;
  /** Globs, relative to the folder of the configuration. */
  readonly files: readonly string[];
}

const DEFAULT = join(import.meta.dirname, '..', 'config.json');

/**
 * Reads the configuration and resolves its paths, which are relative to its folder.
 * @param path the path on the command line; this project's configuration when undefined.
 * @throws UsageError when it cannot be read or is invalid.
 */
export async function loadConfig(path: string | undefined, cwd: string): Promise<Config> {
  const from = path === undefined ? DEFAULT : resolve(cwd, path);
  const shown = shownPath(from, cwd);
  const text = await readFile(from, 'utf8').catch(() => {
    throw new UsageError(`${shown}: the configuration cannot be read`);
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
      // For an invalid key, zod's message says only that; the reason is nested.
      const reasons =
        issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message) : [issue.message];
      return `${path === '' ? '' : `${path}: `}${reasons.join('; ')}`;
    })
    .join('; ');
}
