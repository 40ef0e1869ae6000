import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The command line of a process of this machine; empty when there is none. */
export async function commandOf(pid: number): Promise<string> {
  // Linux has it as a file, also where `ps` is not installed.
  const stored = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (stored !== undefined) return stored.replaceAll('\0', ' ').trim();
  const ps = promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
  return ps.then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}
