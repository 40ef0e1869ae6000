/**
 * Measures what each service installs: `node bench/installs/main.ts [--against REVISION]`. Prints the number
 * of packages and the megabytes after `npm ci --omit=dev --workspace SERVICE` in an empty folder. Takes half
 * a minute for each service.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, SUBGRAPHS } from '../../dev/src/services.ts';

const { values } = parseArgs({ options: { against: { type: 'string' } } });

const SERVICES = [...SUBGRAPHS.map((name) => `subgraphs/${name}`), 'workers/notifications', 'gateway'];

interface Installed {
  readonly packages: number;
  readonly megabytes: number;
}

/** Installs one workspace from the manifests and the lockfile of a revision. */
function install(revision: string, workspace: string): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-installs-'));
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, maxBuffer: 2 ** 28 });
    const manifests = git('ls-tree', '-r', '--name-only', revision)
      .toString()
      .split('\n')
      .filter((file) => /(^|\/)(package(-lock)?\.json|\.npmrc)$/.test(file));
    for (const file of manifests) mkdirSync(join(folder, dirname(file)), { recursive: true });
    const archive = git('archive', revision, ...manifests);
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    const args = ['ci', '--omit=dev', '--ignore-scripts', '--loglevel=error', '--workspace', workspace];
    execFileSync('npm', args, { cwd: folder, stdio: 'pipe' });
    return { packages: packagesIn(join(folder, 'node_modules')), megabytes: megabytesOf(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts installed packages, including nested ones but not links to workspaces. */
function packagesIn(folder: string): number {
  let count = 0;
  const visit = (modules: string) => {
    for (const entry of readdirSync(modules, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
      const path = join(modules, entry.name);
      const names = entry.name.startsWith('@') ? readdirSync(path, { withFileTypes: true }) : [entry];
      for (const each of names.filter((name) => name.isDirectory())) {
        const own = each === entry ? path : join(path, each.name);
        count++;
        if (readdirSync(own).includes('node_modules')) visit(join(own, 'node_modules'));
      }
    }
  };
  visit(folder);
  return count;
}

function megabytesOf(folder: string): number {
  const [kilobytes = ''] = execFileSync('du', ['-sk', folder]).toString().split('\t');
  return Math.round(Number(kilobytes) / 1024);
}

const revisions = ['HEAD', ...(values.against === undefined ? [] : [values.against])];
const row = (...cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

row('service', ...revisions.flatMap((revision) => [`packages at ${revision}`, 'MB']));
row('---', ...revisions.flatMap(() => ['---:', '---:']));
for (const service of SERVICES) {
  const installed = revisions.map((revision) => install(revision, service));
  row(service, ...installed.flatMap(({ packages, megabytes }) => [packages, megabytes]));
}
