/**
 * `npm run docs:errors`: writes docs/errors.md from the table of errors; with `--check` it reports whether
 * the file is up to date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { APOLLO_CODES, ERROR_CODES } from '@holdfast/kit-base/errors';
import { ROOT } from './services.ts';

const file = join(ROOT, 'docs/errors.md');

const text = `# Errors

Generated from \`kit/base/src/errors.ts\` by \`npm run docs:errors\`. An error carries its code in \`extensions.code\`.
Outcomes that a client handles as part of the shop's business are data, not errors: a REJECTED order has its reason in
\`rejection\`.

${tableOf(ERROR_CODES)}

Apollo Server sends these, for a malformed request or an operation that does not fit this schema:

${tableOf(APOLLO_CODES)}

The gateway sends no other codes, except those that a subgraph gives its own errors.
`;

if (!process.argv.includes('--check')) {
  await writeFile(file, text);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
  process.stderr.write('docs/errors.md does not match the table of errors; run npm run docs:errors.\n');
  process.exitCode = 1;
}

function tableOf(codes: Readonly<Record<string, string>>): string {
  const lines = Object.entries(codes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return ['| code | meaning |', '|---|---|', ...lines].join('\n');
}
