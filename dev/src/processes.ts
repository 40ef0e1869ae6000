import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Returns the command line of a process of this machine; empty when there is no such process. */
export async function commandOf(pid: number): Promise<string> {
  // Linux provides it as a file, even where `ps` is not installed.
  const stored = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (stored !== undefined) return stored.replaceAll('\0', ' ').trim();
  const ps = promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
  return ps.then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}
