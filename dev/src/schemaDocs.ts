/**
 * `npm run docs:schema`: does what docs/schema-changes.md tells in a small shop of its own, and writes what comes of it; with
 * `--check` it says whether the page is up to date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { runPage } from './schemaDocs/runPage.ts';
import { ROOT } from './services.ts';

const file = join(ROOT, 'docs/schema-changes.md');

// Run by a git hook, git would take the hook's repository for the shop's.
for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name];

await runOperatorCommand('docs:schema', async () => {
  const page = await readFile(file, 'utf8');
  const done = await runPage(page);
  if (!process.argv.includes('--check')) return writeFile(file, done);
  if (done === page) return;
  const [was, is] = [page.split('\n'), done.split('\n')];
  const line = is.findIndex((text, n) => text !== was[n]);
  process.stderr.write(
    `docs/schema-changes.md:${line + 1}: this is not what comes of it now: run npm run docs:schema.\n- ${was[line]}\n+ ${is[line]}\n`,
  );
  process.exitCode = 1;
});
