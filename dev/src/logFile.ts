import { open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { cannotWrite } from './dataDir.ts';

/**
 * Opens a log file, readable by its owner only, for appending a process's output. Output that cannot be
 * written later, because the disk is full, is lost, and the process continues.
 * @throws OperatorError when it cannot be opened.
 */
export async function openLogFile(path: string): Promise<Writable> {
  try {
    const file = await open(path, 'a', 0o600);
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        file.appendFile(chunk).then(
          () => done(),
          () => done(),
        );
      },
      final: (done) => {
        file.close().then(
          () => done(),
          () => done(),
        );
      },
    });
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}
