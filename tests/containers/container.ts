/** Runs containers with Debian's `runc` as an engine would, on this machine's network. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUNC } from '@holdfast/dev/testing/tools';
import type { ComposeService } from './compose.ts';
import type { Image } from './images.ts';

const COMPILED = '/compiled';

export interface ContainerOptions {
  /** Unique among the containers of this machine. */
  readonly id: string;
  /** An existing folder for the container's bundle and state. */
  readonly folder: string;
  readonly image: Image;
  readonly service: ComposeService;
  readonly env: Readonly<Record<string, string>>;
  /** The hosts file with the other services' addresses. */
  readonly hosts: string;
  /** The folder of Node's compile cache, which lets the next container start sooner. */
  readonly compiled: string;
}

export interface Container {
  /** Resolves with the exit code once the process has ended. */
  readonly ended: Promise<number>;
  /** Returns everything that the container printed. */
  output(): string;
  /** Runs a command in the container. @returns its exit code. */
  exec(command: readonly string[]): Promise<number>;
  kill(signal: 'TERM' | 'KILL'): void;
}

/** Starts a container for the first time or again. */
export async function startContainer(options: ContainerOptions): Promise<Container> {
  const { id, folder, image } = options;
  const bundle = join(folder, id);
  await mkdir(bundle, { recursive: true });
  await writeFile(join(bundle, 'config.json'), JSON.stringify(await specification(options)));
  const state = ['--root', join(folder, 'runc')];
  const program = spawn(RUNC, [...state, 'run', '--bundle', bundle, id], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (output += chunk));
  let running = true;
  const kill = (signal: string) => {
    if (!running) return;
    try {
      execFileSync(RUNC, [...state, 'kill', id, signal], { stdio: 'ignore' });
    } catch {
      // It has ended.
    }
  };
  // A test that timed out does not dispose of its containers.
  const end = () => kill('KILL');
  process.once('exit', end);
  const ended = once(program, 'close').then(([code]) => {
    running = false;
    process.off('exit', end);
    return typeof code === 'number' ? code : 1;
  });
  return {
    ended,
    output: () => output,
    async exec(command) {
      const args = ['exec', '--cwd', image.config.WorkingDir, id, ...command];
      const [code] = await once(spawn(RUNC, [...state, ...args], { stdio: 'ignore' }), 'close');
      return typeof code === 'number' ? code : 1;
    },
    kill,
  };
}

/** Builds the OCI runtime configuration from the image and the compose file. */
async function specification({ image, service, env, hosts, compiled, id }: ContainerOptions) {
  const { config, root } = image;
  return {
    ociVersion: '1.0.2',
    hostname: id,
    process: {
      args: service.command ?? config.Cmd,
      env: [
        ...config.Env,
        `NODE_COMPILE_CACHE=${COMPILED}`,
        ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
      ],
      cwd: config.WorkingDir,
      user: await userOf(image),
      // A process that is not root has no capabilities, whatever the file grants.
      capabilities: { bounding: [], effective: [], permitted: [], inheritable: [], ambient: [] },
      noNewPrivileges: service.security_opt?.includes('no-new-privileges:true') ?? false,
    },
    // The containers of an image share its files, so the root is always read-only here.
    root: { path: root, readonly: true },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
      { destination: '/etc/hosts', type: 'bind', source: hosts, options: ['bind', 'ro'] },
      { destination: COMPILED, type: 'bind', source: compiled, options: ['bind', 'rw'] },
    ],
    linux: { namespaces: ['pid', 'mount', 'ipc', 'uts'].map((type) => ({ type })) },
  };
}

async function userOf({ root, config }: Image): Promise<{ uid: number; gid: number }> {
  const users = await readFile(join(root, 'etc/passwd'), 'utf8');
  const [, , uid, gid] =
    users
      .split('\n')
      .map((line) => line.split(':'))
      .find(([name]) => name === config.User) ?? [];
  if (!uid || uid === '0') throw new Error(`The image runs as ${config.User || 'root'}.`);
  return { uid: Number(uid), gid: Number(gid) };
}
