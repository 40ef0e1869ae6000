/**
 * A process that runs programs from bundles notes its id in their folder. So bundles stay as long as it runs:
 * a program loads some chunks late, and starts again after a crash.
 */
import { writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isRunning } from '../isRunning.ts';

const USE = /^used-by-(\d+)$/;
const PARTIAL = /\.(\d+)\.partial$/;

/** Notes that this process uses bundles. @returns false when there are none, or this cannot be noted. */
export function use(folder: string): boolean {
  try {
    writeFileSync(join(folder, `used-by-${process.pid}`), '');
    return true;
  } catch {
    return false;
  }
}

/** Returns true while a process uses bundles, or builds them. */
export async function isUsed(folder: string): Promise<boolean> {
  const builder = PARTIAL.exec(basename(folder))?.[1];
  const uses = (await readdir(folder).catch(() => [])).flatMap((name) => USE.exec(name)?.[1] ?? []);
  return [...uses, ...(builder === undefined ? [] : [builder])].some((pid) => isRunning(Number(pid)));
}
