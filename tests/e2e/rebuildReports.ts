/** `npm run reports:rebuild`, as its user runs it on a shop that runs. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../dev/src/services.ts';

/** @returns what it said, on both outputs. */
export async function rebuildReports(dataDir: string): Promise<string> {
  const command = [join(ROOT, 'dev/src/onShop.ts'), 'reports', 'subgraphs/reports/src/operator/rebuild.ts'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
  }).catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
}
