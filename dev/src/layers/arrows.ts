import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** The imports of one folder of a tree from another. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `from/file.ts imports to/file.ts`, for each import. */
  readonly imports: readonly string[];
}

/**
 * Matches `import … from './x.ts'`, `import './x.ts'`, `export … from`, `import('./x.ts')` and `new
 * URL('./x.ts', …)`.
 */
const IMPORT = /(?:\bfrom |\bimport |\bimport\(|\bnew URL\()'([^']+)'/g;

/**
 * Reads which folders directly below `root` import each other; `.` stands for the files of `root` itself.
 * Tests are left out, and so is code in `generated`, which names types of every feature and whose types every
 * feature's resolvers name.
 * @param packages the prefix of the package names, where the folders of `root` are packages:
 * `@holdfast/kit-`.
 */
export async function readArrows(
  root: string,
  packages?: string,
): Promise<{ folders: Set<string>; arrows: Arrow[] }> {
  const files = (await readdir(root, { recursive: true })).filter(isWritten);
  const importedBy = (file: string, specifier: string): string | null => {
    if (packages !== undefined && specifier.startsWith(packages)) return specifier.slice(packages.length);
    return specifier.startsWith('.') ? relative(root, join(root, dirname(file), specifier)) : null;
  };
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(root, file), 'utf8');
      return [...text.matchAll(IMPORT)].flatMap(([, specifier = '']) => {
        const imported = importedBy(file, specifier);
        return imported === null ? [] : [{ file, imported }];
      });
    }),
  );
  const between = found
    .flat()
    .filter(({ imported }) => !imported.startsWith('..') && folderOf(imported) !== 'generated')
    .map(({ file, imported }) => ({ from: folderOf(file), to: folderOf(imported), file, imported }))
    .filter(({ from, to }) => from !== to);
  const arrows = [...Map.groupBy(between, ({ from, to }) => `${from} ${to}`).values()].map((imports) => ({
    from: imports[0]?.from ?? '',
    to: imports[0]?.to ?? '',
    imports: imports.map(({ file, imported }) => `${file} imports ${imported}`).sort(),
  }));
  return { folders: new Set(files.map(folderOf)), arrows };
}

function isWritten(file: string): boolean {
  const folders = file.split(sep);
  return (
    file.endsWith('.ts') &&
    folders[0] !== 'generated' &&
    !folders.includes('test') &&
    !folders.includes('node_modules')
  );
}

function folderOf(file: string): string {
  const [first = '', ...rest] = file.split(sep);
  return rest.length === 0 ? '.' : first;
}
