/** `npm run docs:errors`: writes docs/errors.md from the table of errors; with `--check` it says whether it is up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { APOLLO_CODES, ERROR_CODES } from '@holdfast/kit-base/errors';
import { ROOT } from './services.ts';

const file = join(ROOT, 'docs/errors.md');

const text = `# Errors

Made from \`kit/base/src/errors.ts\` by \`npm run docs:errors\`. An error has its code in \`extensions.code\`. What a client should
handle as a part of the shop's business is data and no error: an order that is REJECTED has its reason in \`rejection\`.

${tableOf(ERROR_CODES)}

These are of Apollo Server, for what is no request, or no operation on this schema:

${tableOf(APOLLO_CODES)}

The gateway sends no code but these, and those that a subgraph gives its own errors.
`;

if (!process.argv.includes('--check')) {
  await writeFile(file, text);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
  process.stderr.write('docs/errors.md is not what the table of errors says: run npm run docs:errors.\n');
  process.exitCode = 1;
}

function tableOf(codes: Readonly<Record<string, string>>): string {
  const lines = Object.entries(codes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return ['| code | meaning |', '|---|---|', ...lines].join('\n');
}
