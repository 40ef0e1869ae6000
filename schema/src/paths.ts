import { relative } from 'node:path';

/** Returns a path for display: relative to the working directory, unless the absolute path is shorter. */
export function shownPath(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.length < file.length ? path : file;
}
