/**
 * Builds images with Debian's `buildah`, without an engine, on a local base image instead of a pulled one.
 */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILDAH } from '@holdfast/dev/testing/tools';
import { makeBase } from './baseImage.ts';
import { run } from './run.ts';

const BASE = 'docker.io/library/node:24-slim';
/** The folder in which the commands of a build find this machine's npm cache. */
const CACHE = '/var/cache/npm';
/** Settings of this machine's npm that decide where packages come from. */
const NPM_SETTINGS = ['registry', 'cafile', 'proxy', 'https-proxy', 'noproxy'];

export interface Image {
  /** The folder of the image's files, which is never written to. */
  readonly root: string;
  /** The defaults of its containers. */
  readonly config: {
    readonly User: string;
    readonly Env: readonly string[];
    readonly Cmd: readonly string[];
    readonly WorkingDir: string;
  };
}

export interface Images extends AsyncDisposable {
  /** A folder that every container may write to. */
  readonly compiled: string;
  /**
   * Builds the last stage of a Dockerfile and the stages that it copies from.
   * @throws Error with the end of the builder's output.
   */
  build(context: string, args: Readonly<Record<string, string>>): Promise<Image>;
}

/**
 * Opens an image store that holds the base image.
 * @param kept a folder that keeps the store, so that the next run builds only what changed. Without it the
 *   store is removed at the end.
 */
export async function openImages(kept = process.env['IMAGES_DIR']): Promise<Images> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'holdfast-images-')));
  const store = [
    '--root',
    join(folder, 'store'),
    '--runroot',
    join(folder, 'run'),
    '--storage-driver',
    'overlay',
  ];
  const buildah = (...args: string[]) =>
    run(BUILDAH, [...store, ...args], { ...process.env, BUILDAH_ISOLATION: 'chroot' });

  await mkdir(folder, { recursive: true });
  if ((await buildah('images', '--quiet', '--filter', `reference=${BASE}`)) === '') {
    const base = join(folder, 'base');
    await makeBase(base);
    const container = await buildah('from', 'scratch');
    await buildah('add', '--quiet', container, base, '/');
    await buildah('config', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', container);
    await buildah('commit', '--quiet', '--rm', container, BASE);
    await rm(base, { recursive: true });
  }
  const npm = await npmOfThisMachine(folder);

  async function buildFrom(text: string, context: string, args: readonly string[]): Promise<string> {
    const fixed = ['--quiet', '--layers', '--pull-never', '--network', 'host', '--format', 'docker'];
    const file = join(folder, `Dockerfile-${++files}`);
    await writeFile(file, text);
    return buildah('build', ...fixed, ...npm, ...args, '--file', file, context);
  }

  async function build(context: string, args: Readonly<Record<string, string>>): Promise<Image> {
    const { shared, own } = await splitAtArguments(join(context, 'Dockerfile'), args);
    const base = await once(bases, context, () => buildFrom(shared, context, []));
    const given = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
    const id = await buildFrom(`FROM ${base}\n${own}`, context, given);
    const { Docker } = JSON.parse(await buildah('inspect', '--type', 'image', id)) as {
      Docker: { config: Image['config'] };
    };
    const root = await buildah('mount', await buildah('from', '--pull-never', id));
    return { root, config: Docker.config };
  }

  /** Files do not change while tests run, so each image is built once. */
  const built = new Map<string, Promise<Image>>();
  const bases = new Map<string, Promise<string>>();
  let files = 0;
  const compiled = join(folder, 'compiled');
  await mkdir(compiled, { recursive: true });
  await chmod(compiled, 0o777);
  return {
    compiled,
    build: (context, args) => once(built, JSON.stringify([context, args]), () => build(context, args)),
    async [Symbol.asyncDispose]() {
      await buildah('rm', '--all');
      if (kept === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Returns mounts for the commands of a build: this machine's npm cache and registry settings. */
async function npmOfThisMachine(folder: string): Promise<string[]> {
  const setting = async (name: string) => run('npm', ['config', 'get', name]);
  const file = join(folder, 'npmrc');
  // The Dockerfile mounts its own, empty cache at npm's usual place, so this one is elsewhere.
  const lines = ['prefer-offline=true', `cache=${CACHE}`];
  const mounts: string[] = [];
  for (const name of NPM_SETTINGS) {
    const value = await setting(name);
    if (value === 'null' || value === 'undefined') continue;
    lines.push(`${name}=${value}`);
    if (name === 'cafile') mounts.push('--volume', `${value}:${value}:ro`);
  }
  await writeFile(file, `${lines.join('\n')}\n`);
  return [
    ...mounts,
    '--volume',
    `${file}:/root/.npmrc:ro`,
    '--volume',
    `${await setting('cache')}:${CACHE}:rw`,
  ];
}

/**
 * Splits a Dockerfile before the first argument of its last stage. The first part is the same for all
 * arguments and is built once. Each `ARG` is followed by a label with its value: without it, buildah 1.28
 * reuses a cached `ENV` that was built with another argument, and every service would become the first one.
 */
async function splitAtArguments(
  file: string,
  args: Readonly<Record<string, string>>,
): Promise<{ readonly shared: string; readonly own: string }> {
  const text = await readFile(file, 'utf8');
  const argument = text.indexOf('\nARG ', text.lastIndexOf('\nFROM '));
  const start = argument < 0 ? text.length : argument + 1;
  let own = text.slice(start);
  for (const [name, value] of Object.entries(args)) {
    const declared = new RegExp(`^ARG ${name}(=.*)?$`, 'm');
    if (!declared.test(own)) throw new Error(`${file} has no argument ${name}.`);
    own = own.replace(declared, `$&\nLABEL argument.${name}=${value}`);
  }
  return { shared: text.slice(0, start), own };
}

/** Returns the value of a key, making it on first use. */
function once<T>(values: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const value = values.get(key) ?? make();
  values.set(key, value);
  return value;
}
