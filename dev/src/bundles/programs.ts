/**
 * The programs that run from bundles: one file each, and chunks that they share, instead of a thousand modules,
 * whose loading takes most of a start's processor time (docs/decisions/0038-bundles.md). Bundles exist per
 * state of the sources, so a changed source always runs.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { mainFileOf, ROOT, SUBGRAPHS, WORKERS } from '../services.ts';

/** The folder of all bundles. In `node_modules`, so that bundles find the packages that are not bundled. */
export const BUNDLES = join(ROOT, 'node_modules/.cache/holdfast-bundles');

/** The bundled programs, as files that Node could run as well. */
export const PROGRAMS: readonly string[] = [
  ...[...SUBGRAPHS, ...WORKERS, 'gateway' as const].map(mainFileOf),
  join(ROOT, 'dev/src/mongo/main.ts'),
];

/** The folders that contain everything of ours that a bundle does. */
const SOURCES = ['{kit,subgraphs,workers}/*/src', 'gateway/src', 'dev/src/mongo'];

/** Further files that decide what a bundle contains: versions of packages, and what their names lead to. */
const INPUTS = [
  'package-lock.json',
  '{kit,subgraphs,workers}/*/package.json',
  'gateway/package.json',
  'dev/src/bundles/*.ts',
];

/** Returns the folders of the sources, absolute. */
export function sourceFolders(root = ROOT): string[] {
  return globSync(SOURCES, { cwd: root })
    .sort()
    .map((folder) => join(root, folder));
}

/** Returns the folder for bundles of the present sources, whether or not it exists. */
export function bundlesFolder(root = ROOT): string {
  const inputs = globSync(INPUTS, { cwd: root }).sort();
  const sources = sourceFolders(root).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(),
  );
  // Bundles contain absolute paths and code for this machine.
  const hash = createHash('sha256').update(
    `${root}\0${process.version}\0${process.platform}-${process.arch}`,
  );
  // Read synchronously, which takes a quarter of the processor time.
  for (const file of [...inputs.map((input) => join(root, input)), ...sources]) {
    const content = readFileSync(file);
    hash.update(`\0${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return join(BUNDLES, hash.digest('hex').slice(0, 32));
}

/** Returns the folder of the bundles of the present sources; undefined when they are not built. */
export function findBundles(): string | undefined {
  const folder = bundlesFolder();
  return existsSync(folder) ? folder : undefined;
}

/** Returns the path of a module in a folder of bundles: `<folder>/gateway/src/main.mjs`. */
export function bundleOf(folder: string, file: string): string {
  return join(folder, relative(ROOT, file).replace(/\.ts$/, '.mjs'));
}

/** Returns the folder of the bundles' own compile cache, which ends with them. */
export function compiledFolder(folder: string): string {
  return join(folder, 'compiled');
}
