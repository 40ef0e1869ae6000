import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux keeps its files in memory. */
const IN_MEMORY = '/dev/shm';

/** Bytes of memory that have to be free: a whole run needs less than half of them. */
const ENOUGH = 6 * 2 ** 30;

/**
 * A folder for everything that a run of the tests writes; the caller removes it. In memory where there is plenty of it: to make a
 * database from its template takes a quarter of the processor's time there (22 ms; 85 ms and more on ext4), and `fsync` none.
 * What a killed process wrote is kept there as it is on a disk.
 */
export async function makeTestFolder(): Promise<string> {
  if (!(await hasMemory())) return open(tmpdir());
  await removeLeftovers(IN_MEMORY);
  return open(IN_MEMORY);
}

/** Whose it is stands in its name. */
async function open(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, `holdfast-test-${process.pid}-`));
  // PostgreSQL does not run as root: whoever runs it goes through this folder, as through the system's own one.
  await chmod(folder, 0o711);
  return folder;
}

async function hasMemory(): Promise<boolean> {
  if (freemem() < ENOUGH) return false;
  return statfs(IN_MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize >= ENOUGH,
    () => false,
  );
}

/** A run that was killed would keep its memory until the machine is started again; a PostgreSQL that it left ends without its files. */
export async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^holdfast-test-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's, whom we may not signal, runs.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
