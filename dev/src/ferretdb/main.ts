/**
 * Runs tests against FerretDB, an independent MongoDB: `node dev/src/ferretdb/main.ts [paths for vitest]`.
 * Without Go it reports that it is skipped, and passes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../ports.ts';
import { buildFerretdb, ferretdbVersion, findGo } from './build.ts';
import { startFerretdb } from './server.ts';

const root = join(import.meta.dirname, '../../..');
const everything = ['dev/test/mongo/contract', 'subgraphs/users', 'subgraphs/products', 'subgraphs/orders'];

function say(line: string): void {
  process.stdout.write(`ferretdb: ${line}\n`);
}

async function main(paths: string[]): Promise<number> {
  const go = await findGo();
  if (go === undefined) {
    say('skipped: FerretDB is built with Go, which is not installed on this machine');
    return 0;
  }
  const program = await buildFerretdb(
    go,
    join(process.env['DATA_DIR'] ?? join(root, '.data'), 'ferretdb'),
    say,
  );
  await using server = await startFerretdb(program, await freePort());
  say(`${ferretdbVersion} answers at ${server.url}`);
  const vitest = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...paths], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MONGODB_URL: server.url, MONGODB_IMPLEMENTATION: 'ferretdb' },
  });
  const [code] = await once(vitest, 'exit');
  return typeof code === 'number' ? code : 1;
}

const paths = process.argv.slice(2);
process.exitCode = await main(paths.length > 0 ? paths : everything);
