import { execFile } from 'node:child_process';
import { access, chmod, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const ferretdbVersion = 'v1.24.2';
const modulePath = 'github.com/FerretDB/FerretDB';

/** Returns the command that runs Go; undefined on a machine without it. */
export async function findGo(): Promise<string | undefined> {
  for (const candidate of ['go', '/usr/local/go/bin/go']) {
    const answers = await run(candidate, ['version']).then(
      () => true,
      () => false,
    );
    if (answers) return candidate;
  }
  return undefined;
}

/**
 * Returns the path of FerretDB's program in `folder`, and builds it there when it is missing, which takes
 * about two minutes.
 *
 * `go install …@v1.24.2` does not work: that version's module lacks `build/version/version.txt`, and a
 * program built without it panics when it starts. So this copies the module's sources, adds the file, and
 * builds them.
 */
export async function buildFerretdb(
  go: string,
  folder: string,
  say: (line: string) => void,
): Promise<string> {
  const program = join(folder, `ferretdb-${ferretdbVersion}`);
  if (await exists(program)) return program;
  const work = await mkdtemp(join(tmpdir(), 'holdfast-ferretdb-build-'));
  try {
    say(`downloading ${modulePath} ${ferretdbVersion} ...`);
    const { stdout } = await run(go, ['mod', 'download', '-json', `${modulePath}@${ferretdbVersion}`], {
      cwd: work,
    });
    const { Dir: sources } = JSON.parse(stdout) as { Dir: string };
    const copy = join(work, 'sources');
    await cp(sources, copy, { recursive: true });
    await makeWritable(copy);
    await writeFile(join(copy, 'build/version/version.txt'), `${ferretdbVersion}\n`);
    say('building it (about two minutes the first time) ...');
    await run(go, ['build', '-o', join(work, 'ferretdb'), './cmd/ferretdb'], {
      cwd: copy,
      maxBuffer: 64 * 1024 * 1024,
    });
    await mkdir(folder, { recursive: true });
    await cp(join(work, 'ferretdb'), `${program}.new`);
    await rename(`${program}.new`, program);
    say(`built ${program}`);
    return program;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Go keeps its module cache read-only, and a copy inherits that. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
