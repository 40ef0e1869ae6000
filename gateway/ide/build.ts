import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { filesUnder, hashFiles } from './hashFiles.ts';

const HERE = import.meta.dirname;
const DIST = join(HERE, 'dist');
const PAGE = 'index.html';
/** Holds the hash of the inputs of dist/. It is written last, so that half a build never counts as fresh. */
const STAMP = '.inputs';
const INPUTS = ['build.ts', 'vite.config.ts', 'tsconfig.json', PAGE, 'src'];
const PACKAGES = ['graphiql', '@graphiql/react', 'react', 'vite'];

/**
 * Builds the IDE into dist/, unless dist/ was built from the same inputs. A page served meanwhile stays
 * whole: new assets have new names, index.html is replaced atomically after them, and only then are the old
 * ones removed.
 *
 * @param log called with a line when something is built; not called when dist/ is fresh.
 */
export async function buildIde({ log }: { log: (line: string) => void }): Promise<'built' | 'fresh'> {
  const inputs = await hashInputs();
  if (await isFresh(inputs)) return 'fresh';

  log('Building the GraphQL IDE, once …');
  const started = performance.now();
  const output = await bundle();
  await mkdir(DIST, { recursive: true });
  for (const { fileName, content } of output) {
    if (fileName !== PAGE) await place(fileName, content);
  }
  for (const { fileName, content } of output) {
    if (fileName === PAGE) await place(fileName, content);
  }
  await removeAllBut(new Set(output.map(({ fileName }) => join(fileName))));
  await place(STAMP, inputs);

  const bytes = output.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  log(`GraphQL IDE built in ${seconds} s (${(bytes / 1e6).toFixed(1)} MB)`);
  return 'built';
}

async function isFresh(inputs: string): Promise<boolean> {
  try {
    await stat(join(DIST, PAGE));
    return (await readFile(join(DIST, STAMP), 'utf8')) === inputs;
  } catch {
    return false;
  }
}

/** Hashes the sources, and the manifests of the page's packages. */
function hashInputs(): Promise<string> {
  const { resolve } = createRequire(import.meta.url);
  return hashFiles(HERE, [...INPUTS, ...PACKAGES.map((name) => resolve(`${name}/package.json`))]);
}

/**
 * Runs Vite in memory. Imports it here, because loading it alone takes ten times as long as checking for
 * freshness.
 */
async function bundle(): Promise<Array<{ fileName: string; content: string | Uint8Array }>> {
  const { build } = await import('vite');
  const result = await build({ configFile: join(HERE, 'vite.config.ts'), build: { write: false } });
  if (Array.isArray(result) || !('output' in result)) throw new Error('vite gave no single bundle');
  return result.output.map((file) => ({
    fileName: file.fileName,
    content: file.type === 'chunk' ? file.code : file.source,
  }));
}

/** Writes a file of dist/ atomically, even when several builds run at once. */
async function place(fileName: string, content: string | Uint8Array): Promise<void> {
  const target = join(DIST, fileName);
  const partial = `${target}.${randomBytes(4).toString('hex')}.partial`;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(partial, content);
  await rename(partial, target);
}

async function removeAllBut(kept: ReadonlySet<string>): Promise<void> {
  for (const file of await filesUnder(HERE, 'dist')) {
    const name = file.slice('dist/'.length);
    if (!kept.has(name) && !name.endsWith('.partial')) await rm(join(HERE, file), { force: true });
  }
}

if (import.meta.main) {
  const result = await buildIde({ log: (line) => process.stdout.write(`${line}\n`) });
  if (result === 'fresh') process.stdout.write('GraphQL IDE is up to date\n');
}
