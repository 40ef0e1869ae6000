/** Runs `npm run reports:rebuild` on a running shop, as an operator does. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../dev/src/services.ts';

/** @returns its standard output, followed by its standard error. */
export async function rebuildReports(dataDir: string): Promise<string> {
  const command = [join(ROOT, 'dev/src/onShop.ts'), 'reports', 'subgraphs/reports/src/operator/rebuild.ts'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
  }).catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
}
