/** Measures `check` on a generated graph. See README.md. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './generate.ts';

const { values } = parseArgs({
  options: {
    subgraphs: { type: 'string', default: '50' },
    types: { type: 'string', default: '5000' },
    operations: { type: 'string', default: '1000' },
  },
});
const size = {
  subgraphs: Number(values.subgraphs),
  types: Number(values.types),
  operations: Number(values.operations),
};

const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-schema-'));
try {
  const { subgraphs, operations } = generate(size);
  await writeGraph(subgraphs, operations);
  await measure('compose', ['compose']);
  // The old schema keeps another name, so that old and new are two schemas.
  await measure('check, nothing changed', ['check', '--against', 'api.graphql']);
  await writeGraph(new Map([...subgraphs].map(([name, sdl]) => [name, changed(sdl)])), []);
  await measure('check, changes in every subgraph', ['check', '--against', 'api.graphql']);
} finally {
  await rm(folder, { recursive: true });
}

async function writeGraph(
  subgraphs: ReadonlyMap<string, string>,
  operations: readonly string[],
): Promise<void> {
  const names = [...subgraphs.keys()];
  await mkdir(join(folder, 'operations'), { recursive: true });
  for (const [name, sdl] of subgraphs) await writeFile(join(folder, `${name}.graphql`), sdl);
  for (const [n, text] of operations.entries())
    await writeFile(join(folder, 'operations', `${n}.graphql`), text);
  const config = {
    subgraphs: Object.fromEntries(names.map((name) => [name, { schema: `${name}.graphql` }])),
    operations: [{ client: 'bench', files: ['operations/*.graphql'] }],
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
}

/**
 * Removes a field and an enum value that operations may use, and makes an argument and an input field
 * required.
 */
function changed(sdl: string): string {
  return sdl
    .replace('  "Field 2." f2: Boolean\n', '')
    .replace('OPEN CLOSED PENDING GONE', 'OPEN CLOSED PENDING')
    .replace('first: Int = 10', 'first: Int!')
    .replace('min: Int', 'min: Int!');
}

async function measure(what: string, args: readonly string[]): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'measured.ts'), ...args, '--config', 'config.json'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    },
  );
  let [output, measured] = ['', ''];
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stdio[3]?.on('data', (chunk) => (measured += chunk));
  const [code] = await once(child, 'close');
  const { seconds, cpuSeconds, megabytes } = JSON.parse(measured) as Record<
    'seconds' | 'cpuSeconds' | 'megabytes',
    number
  >;
  const verdict = output.trimEnd().split('\n').at(-1) ?? '';
  process.stdout.write(
    `${what}: ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of a processor), ${megabytes} MB, exit code ${code}\n  ${verdict}\n`,
  );
}
