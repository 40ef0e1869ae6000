/** The rules for imports and for the clock are in biome.json; this shows that each rejects what it should. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../src/services.ts';

const REFUSED = [
  ['kit/events/src', '../../subgraphs/users/src/sessions/login.ts'],
  ['kit/events/src', '@holdfast/dev/testing/mongo'],
  ['schema/src', '@holdfast/kit-base/errors'],
  ['gateway/src', '../../subgraphs/users/src/sessions/login.ts'],
  ['gateway/src', '@holdfast/dev/testing/mongo'],
  ['workers/notifications/src', '../../../subgraphs/users/src/sessions/login.ts'],
  ['workers/notifications/src', '@holdfast/orders/placeOrder'],
  ['workers/notifications/src', 'pg'],
  ['gateway/src', 'mongodb'],
  ['workers/notifications/src/queries', '../main.ts'],
  ['workers/notifications/src/queries', '../deliver.ts'],
  ['workers/notifications/src/mails', '../queries/mails.ts'],
  ['workers/notifications/src/mails', 'nodemailer'],
  ['subgraphs/orders/src', '../../inventory/src/reservations/reserveStock.ts'],
  ['subgraphs/orders/src/saga/steps', '../../../../inventory/src/reservations/reserveStock.ts'],
  ['subgraphs/orders/src', './main.ts'],
  ['subgraphs/orders/src', './generated/resolvers.ts'],
  ['subgraphs/orders/src', 'mongodb'],
  ['subgraphs/orders/src/saga', 'mongodb'],
  ['subgraphs/orders/src/saga/resolvers', 'mongodb'],
  ['subgraphs/inventory/src/stock', 'pg'],
  ['subgraphs/orders/src/database', '../generated/resolvers.ts'],
  ['subgraphs/orders/src/database', '../../../inventory/src/main.ts'],
  ['subgraphs/orders/src/domain', '../saga/queries/saveOrder.ts'],
  ['subgraphs/orders/src/domain', '@holdfast/kit-postgres/postgres'],
  ['subgraphs/orders/src/domain', '@holdfast/kit-events/relay'],
  ['subgraphs/orders/src/domain', 'node:fs'],
  ['subgraphs/users/src/accounts', '../generated/resolvers.ts'],
  ['subgraphs/users/src/accounts/queries', '../readUser.ts'],
  ['subgraphs/users/src/accounts/queries', '../../sessions/login.ts'],
  ['subgraphs/users/src/accounts/queries', '../../generated/resolvers.ts'],
  ['subgraphs/users/src/accounts/domain', '../readUser.ts'],
  ['subgraphs/users/src/accounts/domain', '../queries/insertUser.ts'],
  ['subgraphs/users/src/accounts/domain', '@holdfast/kit-mongo/mongo'],
] as const;

const ALLOWED = [
  ['workers/notifications/src', '@holdfast/kit-base/errors'],
  ['workers/notifications/src', './queries/mails.ts'],
  ['workers/notifications/src/queries', '@holdfast/kit-postgres/postgres'],
  ['workers/notifications/src/mails', '@holdfast/kit-values/money'],
  ['workers/notifications/src/mails', './page.ts'],
  ['subgraphs/orders/src', '@holdfast/kit-base/errors'],
  ['subgraphs/orders/src/database', 'mongodb'],
  ['subgraphs/orders/src/saga/queries', 'mongodb'],
  ['subgraphs/orders/src/domain', './order.ts'],
  ['subgraphs/orders/src/domain', '@holdfast/kit-values/money'],
  ['subgraphs/orders/src/domain', '@holdfast/kit-events/event'],
  ['subgraphs/users/src/accounts', '@holdfast/kit-base/errors'],
  ['subgraphs/users/src/accounts', './queries/insertUser.ts'],
  ['subgraphs/users/src/accounts/queries', './insertUser.ts'],
  ['subgraphs/users/src/accounts/queries', '../domain/user.ts'],
  ['subgraphs/users/src/accounts/queries', '../../database/collections.ts'],
  ['subgraphs/users/src/accounts/queries', '../../sessions/queries/endSessions.ts'],
  ['subgraphs/users/src/accounts/domain', './user.ts'],
  ['subgraphs/users/src/accounts/domain', '../../sessions/domain/session.ts'],
  ['subgraphs/users/src/accounts/domain', '@holdfast/kit-values/money'],
] as const;

const READS_CLOCK = ['Date.now()', 'new Date()', 'Date()', 'performance.now()'];
const READS_NO_CLOCK = ['new Date(0)', "Date.parse('2026-01-01')", 'Date.UTC(2026)'];

interface Case {
  readonly folder: string;
  readonly code: string;
}

/**
 * Lints each case as one file.
 * @param options further options of `biome lint`.
 * @returns the indexes of the cases that Biome rejects.
 */
async function lint(cases: readonly Case[], ...options: string[]): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-imports-'));
  for (const path of ['biome.json', 'dev/biome']) {
    await cp(join(ROOT, path), join(folder, path), { recursive: true });
  }
  for (const [n, { folder: place, code }] of cases.entries()) {
    const file = join(folder, place, `case${n}.ts`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, code);
  }
  const args = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', ...options, folder];
  const biome = promisify(execFile)(join(ROOT, 'node_modules/.bin/biome'), args, { cwd: folder });
  const { stdout, stderr } = await biome.catch((error: { stdout: string; stderr: string }) => error);
  await rm(folder, { recursive: true });
  const refused = new Set([...(stdout + stderr).matchAll(/case(\d+)\.ts:/g)].map(([, n]) => Number(n)));
  return [...refused].sort((a, b) => a - b);
}

test('exactly the forbidden imports are rejected', async () => {
  const cases = [...REFUSED, ...ALLOWED].map(([folder, specifier]) => ({
    folder,
    code: `import { x } from '${specifier}';\n\nx();\n`,
  }));
  const refused = await lint(cases, '--only=style/noRestrictedImports');
  expect(refused).toEqual(REFUSED.map((_case, n) => n));
});

test('only a domain is rejected for reading the clock', async () => {
  const use = (expression: string) => `export const x = ${expression};\n`;
  const folders = ['subgraphs/orders/src/domain', 'subgraphs/users/src/accounts/domain'];
  const readIn = (folder: string) => READS_CLOCK.map((each) => ({ folder, code: use(each) }));
  const refused = folders.flatMap(readIn);
  const allowed = [
    ...READS_NO_CLOCK.map((each) => ({ folder: 'subgraphs/orders/src/domain', code: use(each) })),
    ...readIn('subgraphs/orders/src/operator'),
  ];
  expect(await lint([...refused, ...allowed])).toEqual(refused.map((_case, n) => n));
});
