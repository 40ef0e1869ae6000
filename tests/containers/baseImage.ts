/**
 * Replaces `node:24-slim`, which cannot be pulled everywhere. It holds Node from the npm package, npm itself,
 * the user `node`, and the files of those Debian packages of this machine that the real image has too and the
 * Dockerfile uses.
 */
import {
  chmod,
  chown,
  copyFile,
  cp,
  mkdir,
  readFile,
  realpath,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from './run.ts';

const PACKAGES = [
  'libc6',
  'libgcc-s1',
  'libstdc++6',
  'libselinux1',
  'libpcre2-8-0',
  'dash',
  'coreutils',
  'ca-certificates',
];
const WANTED = /^(\/usr)?\/(bin\/|lib(64)?\/.*\.so)/;
/** The id of `node`, as in the real image. */
const NODE_USER = 1000;

/** Writes the image's files into an empty folder. */
export async function makeBase(folder: string): Promise<void> {
  for (const path of [
    'usr/bin',
    'usr/lib',
    'usr/lib64',
    'usr/local/bin',
    'usr/local/lib/node_modules',
    'etc',
    'root',
    'proc',
    'dev',
    'home/node',
    'tmp',
  ])
    await mkdir(join(folder, path), { recursive: true });
  for (const path of ['bin', 'lib', 'lib64']) await symlink(`usr/${path}`, join(folder, path));
  await chmod(join(folder, 'tmp'), 0o1777);
  await chown(join(folder, 'home/node'), NODE_USER, NODE_USER);

  const files = (await run('dpkg', ['-L', ...PACKAGES])).split('\n').filter((file) => WANTED.test(file));
  for (const file of new Set(files)) {
    if (!(await stat(file)).isFile()) continue;
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await copyFile(file, join(folder, file));
  }
  await copyFile('/bin/sh', join(folder, 'usr/bin/sh'));

  await copyFile(process.execPath, join(folder, 'usr/local/bin/node'));
  await cp(await npmFolder(), join(folder, 'usr/local/lib/node_modules/npm'), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(folder, 'usr/local/bin/npm'));
  const user = (name: string, id: number, home: string) => `${name}:x:${id}:${id}::${home}:/bin/sh\n`;
  await writeFile(
    join(folder, 'etc/passwd'),
    user('root', 0, '/root') + user('node', NODE_USER, '/home/node'),
  );
  await writeFile(join(folder, 'etc/group'), `root:x:0:\nnode:x:${NODE_USER}:\n`);
}

/** Returns the folder of the npm that runs this, or else of the npm on the PATH. */
async function npmFolder(): Promise<string> {
  const given = process.env['npm_execpath'];
  const cli = given?.endsWith('npm-cli.js') ? given : await realpath(await run('which', ['npm']));
  const folder = dirname(dirname(cli));
  const { name } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { name: string };
  if (name !== 'npm') throw new Error(`${folder} is not npm.`);
  return folder;
}
