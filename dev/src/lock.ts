import { execFile } from 'node:child_process';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OperatorError } from '@holdfast/kit/errors';

/** Keeps a second process off the same data. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the data folder for this process. A lock that a killed process left is taken over.
 * @throws OperatorError when another process has it.
 */
export async function lockDataDir(dataDir: string): Promise<Lock> {
  await mkdir(dataDir, { recursive: true }).catch((cause: Error) => {
    throw new OperatorError(
      `cannot make the data folder ${dataDir} (${cause.message}); set DATA_DIR to another one.`,
    );
  });
  const holder = await lockHolder(dataDir);
  if (holder !== undefined) {
    throw new OperatorError(
      `Holdfast runs on ${dataDir} already (process ${holder}); end that one, or set DATA_DIR to another folder.`,
    );
  }
  const file = fileIn(dataDir);
  const handle = await open(file, 'w');
  await handle.writeFile(`${process.pid}\n`);
  await handle.close();
  return { release: () => rm(file, { force: true }) };
}

/** The process that has the data folder now, if any. */
export async function lockHolder(dataDir: string): Promise<number | undefined> {
  const holder = Number.parseInt(await readFile(fileIn(dataDir), 'utf8').catch(() => ''), 10);
  return holder > 0 && holder !== process.pid && (await isNode(holder)) ? holder : undefined;
}

const fileIn = (dataDir: string) => join(dataDir, 'supervisor.pid');

/** Whether the process is there and is one of Node's: its number may have gone to another program meanwhile. */
async function isNode(pid: number): Promise<boolean> {
  const ps = promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]);
  const { stdout } = await ps.catch(() => ({ stdout: '' }));
  return stdout.includes('node');
}
