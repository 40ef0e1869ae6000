// Runs before `npm start` and `npm test`, on the machine's own Node and before anything is installed. It is
// therefore plain JavaScript and imports only Node's own modules. It installs when the lockfile differs from
// the one installed last.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const stamp = join(root, 'node_modules', '.holdfast-installed');

function fail(message) {
  process.stderr.write(`holdfast: ${message}\n`);
  process.exit(1);
}

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) fail(`Node ${process.versions.node} is too old for the installation; use Node 20 or later.`);

const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform}-${process.arch}`)
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  process.stdout.write('Installing dependencies with npm ci, once; this takes a minute …\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, all] = npm ? [process.execPath, [npm, ...args]] : ['npm', args];
  const install = spawn(command, all, { cwd: root, stdio: 'inherit' });
  const ended = once(install, 'exit').catch(() => [1]);
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      stopped = true;
      install.kill(signal);
    });
  }
  const [status] = await ended;
  if (stopped) process.exit(1);
  if (status !== 0) {
    fail('npm ci failed, see above; after a network error, run the same command again.');
  }
  writeFileSync(stamp, wanted);
}
