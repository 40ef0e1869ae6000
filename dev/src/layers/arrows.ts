import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** One folder of a tree imports another. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `from/file.ts imports to/file.ts`, for each import. */
  readonly imports: readonly string[];
}

/** Matches `import … from './x.ts'`, `import './x.ts'`, `export … from`, `import('./x.ts')` and `new URL('./x.ts', …)`. */
const IMPORT = /(?:\bfrom |\bimport |\bimport\(|\bnew URL\()'(\.{1,2}\/[^']+)'/g;

/**
 * Reads which folders directly below `root` import each other; `.` stands for the files of `root` itself. Code in `generated` is
 * left out: it names types of every feature, and every feature's resolvers name its types.
 */
export async function readArrows(root: string): Promise<{ folders: Set<string>; arrows: Arrow[] }> {
  const files = (await readdir(root, { recursive: true })).filter(isWritten);
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(root, file), 'utf8');
      return [...text.matchAll(IMPORT)].map(([, path = '']) => ({
        file,
        imported: relative(root, join(root, dirname(file), path)),
      }));
    }),
  );
  const between = found
    .flat()
    .filter(({ imported }) => !imported.startsWith('..') && isWritten(imported))
    .map(({ file, imported }) => ({ from: folderOf(file), to: folderOf(imported), file, imported }))
    .filter(({ from, to }) => from !== to);
  const arrows = [...Map.groupBy(between, ({ from, to }) => `${from} ${to}`).values()].map((those) => ({
    from: those[0]?.from ?? '',
    to: those[0]?.to ?? '',
    imports: those.map(({ file, imported }) => `${file} imports ${imported}`).sort(),
  }));
  return { folders: new Set(files.map(folderOf)), arrows };
}

function isWritten(file: string): boolean {
  return file.endsWith('.ts') && folderOf(file) !== 'generated';
}

function folderOf(file: string): string {
  const [first = '', ...rest] = file.split(sep);
  return rest.length === 0 ? '.' : first;
}
