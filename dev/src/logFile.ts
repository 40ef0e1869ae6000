import { open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { cannotWrite } from './dataDir.ts';

/**
 * A file to append what a process prints to; only its owner may read it. What cannot be written later, since the disk
 * is full, is lost, and whoever prints goes on.
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
