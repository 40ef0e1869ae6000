/** Images built by Debian's `buildah`: without an engine, and from a local base instead of a pulled one. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILDAH } from '@holdfast/dev/testing/tools';
import { makeBase } from './baseImage.ts';
import { run } from './run.ts';

const BASE = 'docker.io/library/node:24-slim';
/** Where the packages that this machine's npm has are for the commands of a build. */
const CACHE = '/var/cache/npm';
/** Settings of this machine's npm that decide where packages come from. */
const NPM_SETTINGS = ['registry', 'cafile', 'proxy', 'https-proxy', 'noproxy'];

export interface Image {
  /** Where its files are; nobody writes there. */
  readonly root: string;
  /** What its containers get when nothing else is said. */
  readonly config: {
    readonly User: string;
    readonly Env: readonly string[];
    readonly Cmd: readonly string[];
    readonly WorkingDir: string;
  };
}

export interface Images extends AsyncDisposable {
  /**
   * Builds the last stage of a Dockerfile, with all that it copies of others.
   * @throws Error with what the builder said last.
   */
  build(context: string, args: Readonly<Record<string, string>>): Promise<Image>;
}

/**
 * A store of images, with the base in it.
 * @param kept a folder to keep it in, where only what changed is built again; otherwise it is gone in the end.
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

  async function build(context: string, args: Readonly<Record<string, string>>): Promise<Image> {
    const fixed = ['--quiet', '--layers', '--pull-never', '--network', 'host', '--format', 'docker'];
    const given = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
    const file = await withArguments(join(context, 'Dockerfile'), args, folder);
    const id = await buildah('build', ...fixed, ...npm, ...given, '--file', file, context);
    const { Docker } = JSON.parse(await buildah('inspect', '--type', 'image', id)) as {
      Docker: { config: Image['config'] };
    };
    const root = await buildah('mount', await buildah('from', '--pull-never', id));
    return { root, config: Docker.config };
  }

  /** Files do not change while tests run: what was built once is there. */
  const built = new Map<string, Promise<Image>>();
  return {
    build(context, args) {
      const key = JSON.stringify([context, args]);
      const image = built.get(key) ?? build(context, args);
      built.set(key, image);
      return image;
    },
    async [Symbol.asyncDispose]() {
      await buildah('rm', '--all');
      if (kept === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Mounts for the commands of a build: the packages that npm has already, and where it gets others. */
async function npmOfThisMachine(folder: string): Promise<string[]> {
  const of = async (name: string) => run('npm', ['config', 'get', name]);
  const file = join(folder, 'npmrc');
  // Not where the Dockerfile mounts a cache of its own, which is empty.
  const lines = ['prefer-offline=true', `cache=${CACHE}`];
  const mounts: string[] = [];
  for (const name of NPM_SETTINGS) {
    const value = await of(name);
    if (value === 'null' || value === 'undefined') continue;
    lines.push(`${name}=${value}`);
    if (name === 'cafile') mounts.push('--volume', `${value}:${value}:ro`);
  }
  await writeFile(file, `${lines.join('\n')}\n`);
  return [...mounts, '--volume', `${file}:/root/.npmrc:ro`, '--volume', `${await of('cache')}:${CACHE}:rw`];
}

/**
 * A copy of the Dockerfile that has a label with each argument behind its `ARG`. Without it, buildah 1.28 takes an `ENV` that was built
 * with another argument out of its cache: every service would be the first one.
 */
async function withArguments(
  file: string,
  args: Readonly<Record<string, string>>,
  folder: string,
): Promise<string> {
  let text = await readFile(file, 'utf8');
  for (const [name, value] of Object.entries(args)) {
    const declared = new RegExp(`^ARG ${name}(=.*)?$`, 'm');
    if (!declared.test(text)) throw new Error(`${file} takes no argument ${name}.`);
    text = text.replace(declared, `$&\nLABEL argument.${name}=${value}`);
  }
  const copy = join(folder, 'Dockerfile');
  await writeFile(copy, text);
  return copy;
}
