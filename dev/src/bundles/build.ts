import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OutputBundle, OutputChunk, Plugin } from 'rolldown';
import { ROOT } from '../services.ts';
import { BUNDLES, bundleOf, bundlesFolder, PROGRAMS, sourceFolders } from './programs.ts';
import { isUsed } from './uses.ts';

/** A thread that a program starts from a file of its own: a bundle too. */
const THREADS = [join(ROOT, 'gateway/src/planning/thread/worker.ts')];

/** Packages that are not bundled, because they load files that no bundler sees: machine code, or data by `eval`. */
const OUTSIDE = [/^@node-rs\//, /^postal-codes-js$/];

const PACKAGE = /[\\/]node_modules[\\/]/;

/**
 * Bundles the programs into a folder that does not exist yet, and removes bundles of other sources that no
 * process uses.
 * @throws Error when a program cannot be bundled, or a source changes meanwhile.
 */
export async function buildBundles(folder: string): Promise<void> {
  const { rolldown } = await import('rolldown');
  const modules = [...PROGRAMS, ...THREADS];
  const build = await rolldown({
    input: Object.fromEntries(modules.map((file) => [nameOf(file), file])),
    cwd: ROOT,
    platform: 'node',
    external: OUTSIDE,
    onLog(_, log) {
      // Such as EVAL: a bundle that would fail only when that code runs.
      throw new Error(log.message);
    },
    logLevel: 'warn',
    plugins: [placesOf(folder), placesOfPackages, onlyKnownSources, mapsOfSources],
  });
  const partial = `${folder}.${process.pid}.partial`;
  try {
    await mkdir(BUNDLES, { recursive: true });
    await build.write({
      dir: partial,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: 'chunks/[hash].mjs',
      sourcemap: true,
      sourcemapExcludeSources: true,
      codeSplitting: { groups: [{ name: 'packages', test: PACKAGE, entriesAware: true }] },
    });
    if (bundlesFolder() !== folder) throw new Error('the sources changed while they were bundled');
    await rename(partial, folder).catch((error) => {
      // Another process was faster with the same bundles.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await build.close();
    await rm(partial, { recursive: true, force: true });
  }
  await removeUnused(folder);
}

const nameOf = (file: string) => relative(ROOT, file).replace(/\.ts$/, '');

/** Replaces what a module knows about its place by its place among the sources, where its files are. */
function placesOf(folder: string): Plugin {
  const thread = /new URL\('(\.\/[\w/]+\.ts)', import\.meta\.url\)/g;
  return {
    name: 'places',
    transform: {
      filter: { id: { include: /\.ts$/, exclude: PACKAGE }, code: 'import.meta.' },
      handler(code, id) {
        const here = dirname(id);
        const placed = code
          .replaceAll('import.meta.dirname', JSON.stringify(here))
          .replace(thread, (_, path: string) => {
            const url = pathToFileURL(bundleOf(folder, threadOf(join(here, path))));
            return `new URL(${JSON.stringify(url)})`;
          });
        if (/import\.meta\.(?:url|filename|resolve|main)/.test(placed))
          throw new Error(`${relative(ROOT, id)} depends on its place in a way that bundles do not know.`);
        // Lines stay what they are; columns after a replacement do not.
        return { code: placed, map: null };
      },
    },
  };
}

const placesOfPackages: Plugin = {
  name: 'places of packages',
  transform: {
    filter: { id: { include: PACKAGE, exclude: /\.mjs$/ }, code: /\b__(?:dir|file)name\b/ },
    handler(code, id) {
      const places = `var __dirname = ${JSON.stringify(dirname(id))}, __filename = ${JSON.stringify(id)};`;
      return { code: places + code, map: null };
    },
  },
};

function threadOf(file: string): string {
  if (THREADS.includes(file)) return file;
  throw new Error(`${relative(ROOT, file)} is the file of a thread, but not one that is bundled.`);
}

/** Ensures that a bundle contains no source of ours whose change would go unnoticed. */
const onlyKnownSources: Plugin = {
  name: 'only known sources',
  buildEnd() {
    const folders = sourceFolders().map((folder) => join(folder, '/'));
    for (const id of this.getModuleIds()) {
      if (!isAbsolute(id) || PACKAGE.test(id)) continue;
      if (!folders.some((folder) => id.startsWith(folder)))
        throw new Error(`${relative(ROOT, id)} is bundled, but is in no folder that bundles depend on.`);
    }
  },
};

/** Keeps source maps of our sources only: those of packages, ten times as large, would double a start's time. */
const mapsOfSources: Plugin = {
  name: 'maps of sources',
  generateBundle(_, bundle: OutputBundle) {
    for (const [name, chunk] of Object.entries(bundle)) {
      if (chunk.type !== 'chunk' || hasSources(chunk)) continue;
      chunk.map = null;
      chunk.code = chunk.code.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');
      delete bundle[`${name}.map`];
    }
  },
};

const hasSources = ({ moduleIds }: OutputChunk) =>
  moduleIds.some((id) => isAbsolute(id) && !PACKAGE.test(id));

async function removeUnused(current: string): Promise<void> {
  for (const name of await readdir(BUNDLES)) {
    const folder = join(BUNDLES, name);
    if (folder === current || (await isUsed(folder))) continue;
    await rm(folder, { recursive: true, force: true });
  }
}
