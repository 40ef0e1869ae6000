/** `npm run docs:errors`: writes docs/errors.md from the table of errors; with `--check` it says whether it is up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ERROR_CODES } from '@holdfast/kit/errors';
import { ROOT } from './services.ts';

const file = join(ROOT, 'docs/errors.md');

const text = `# Errors

Made from \`kit/src/errors.ts\` by \`npm run docs:errors\`. An error has its code in \`extensions.code\`. What a client should
handle as a part of the shop's business is data and no error: an order that is REJECTED has its reason in \`rejection\`.

| code | meaning |
|---|---|
${Object.entries(ERROR_CODES)
  .map(([code, meaning]) => `| \`${code}\` | ${meaning} |`)
  .join('\n')}

Besides these there are the codes of Apollo Server, such as \`GRAPHQL_PARSE_FAILED\` and \`GRAPHQL_VALIDATION_FAILED\` for a
document that is no operation on this schema.
`;

if (!process.argv.includes('--check')) {
  await writeFile(file, text);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
  process.stderr.write('docs/errors.md is not what the table of errors says: run npm run docs:errors.\n');
  process.exitCode = 1;
}
