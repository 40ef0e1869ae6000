import { relative } from 'node:path';

/** A file as it is to be shown: relative to the working directory, unless that is the longer way to say it. */
export function shownPath(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.length < file.length ? path : file;
}
