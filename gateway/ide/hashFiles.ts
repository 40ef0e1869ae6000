import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

/**
 * Hashes the names and contents of files.
 * @param paths files and folders, relative to `root` or absolute; a folder stands for all files below it.
 * @throws when a file is missing.
 */
export async function hashFiles(root: string, paths: readonly string[]): Promise<string> {
  const files = (await Promise.all(paths.map((path) => filesUnder(root, path)))).flat();
  const texts = await Promise.all(files.map((file) => readFile(resolve(root, file))));
  const hash = createHash('sha256');
  for (const [n, text] of texts.entries()) {
    const name = relative(root, resolve(root, files[n] ?? '')).replaceAll('\\', '/');
    hash.update(`${name}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}

/** Returns the file itself, or the files below the folder, relative to `root` and sorted. */
export async function filesUnder(root: string, path: string): Promise<string[]> {
  const folder = resolve(root, path);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
