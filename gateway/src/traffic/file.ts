import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '@holdfast/kit-base/clock';
import { OperatorError } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import { type TrafficFile, trafficFile } from './format.ts';

export interface StoredTraffic {
  /**
   * Reads the file; empty when there is none. A file that cannot be parsed is set aside, with a warning in
   * the log.
   */
  read(): Promise<TrafficFile>;
  /** Replaces the file atomically: a reader at any time, or after a crash at any point, sees a whole file. */
  write(content: TrafficFile): Promise<void>;
}

const EMPTY: TrafficFile = { version: 1, operations: [] };
/** The milliseconds after which a half-written file counts as abandoned. */
const ABANDONED = 60_000;

/** @throws OperatorError when the file cannot be written. */
export async function openTrafficFile(
  path: string,
  { clock, log }: { clock: Clock; log: Log },
): Promise<StoredTraffic> {
  const temporary = `${path}.${process.pid}.tmp`;
  /** The content read or written last, valid while the file is unchanged. */
  let last: { readonly content: TrafficFile; readonly stamp: string } | undefined;

  const stamp = async () => {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  };
  try {
    await (await open(temporary, 'w')).close();
    await rm(temporary);
    await removeAbandoned(path, clock);
    await open(path, 'r+').then((file) => file.close(), unlessMissing);
  } catch (error) {
    throw new OperatorError(
      `cannot write the traffic file ${path} (${codeOfFileError(error)}); correct TRAFFIC_FILE.`,
      { cause: error },
    );
  }
  return {
    async read() {
      const now = await stamp().catch(unlessMissing);
      if (now === undefined) return EMPTY;
      if (last?.stamp === now) return last.content;
      const content = understand(await readFile(path, 'utf8'));
      if (content instanceof Error) {
        const aside = `${path}.${clock().toISOString().replaceAll(':', '-')}.broken`;
        await rename(path, aside);
        log.warn(
          { file: path, aside, reason: content.message },
          'the traffic file was broken, and is kept aside',
        );
        return EMPTY;
      }
      last = { content, stamp: now };
      return content;
    },
    async write(content) {
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(`${JSON.stringify(content, null, 1)}\n`);
        // Otherwise the rename may reach the disk before the content.
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      const now = await stamp().catch(() => undefined);
      last = now === undefined ? undefined : { content, stamp: now };
    },
  };
}

function understand(text: string): TrafficFile | Error {
  try {
    const { data, error } = trafficFile.safeParse(JSON.parse(text));
    if (data) return data;
    const [issue] = error.issues;
    return new Error(`${issue?.path.join('.')}: ${issue?.message}`);
  } catch (error) {
    // The message of JSON.parse would quote the file.
    return new Error('It is not JSON.', { cause: error });
  }
}

/** Removes the temporary files of processes that ended while they wrote. */
async function removeAbandoned(path: string, clock: Clock): Promise<void> {
  const folder = dirname(path);
  const name = basename(path);
  for (const each of await readdir(folder)) {
    if (!each.startsWith(`${name}.`) || !/^\d+\.tmp$/.test(each.slice(name.length + 1))) continue;
    const file = join(folder, each);
    const { mtimeMs } = await stat(file);
    if (clock().getTime() - mtimeMs > ABANDONED) await rm(file, { force: true });
  }
}

function unlessMissing(error: unknown): undefined {
  if (codeOfFileError(error) !== 'ENOENT') throw error;
}

function codeOfFileError(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
