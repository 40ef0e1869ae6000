/**
 * `npm run docs:schema`: carries out the steps of docs/schema-changes.md in a small shop of its own and
 * writes the output into the page; with `--check` it reports whether the page is up to date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { runPage } from './schemaDocs/runPage.ts';
import { ROOT } from './services.ts';

const file = join(ROOT, 'docs/schema-changes.md');

// In a git hook these variables would make git work on the hook's repository instead of the shop's.
for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name];

await runOperatorCommand('docs:schema', async () => {
  const page = await readFile(file, 'utf8');
  const done = await runPage(page);
  if (!process.argv.includes('--check')) return writeFile(file, done);
  if (done === page) return;
  const [was, is] = [page.split('\n'), done.split('\n')];
  const line = is.findIndex((text, n) => text !== was[n]);
  process.stderr.write(
    `docs/schema-changes.md:${line + 1}: the output has changed; run npm run docs:schema.\n- ${was[line]}\n+ ${is[line]}\n`,
  );
  process.exitCode = 1;
});
