/** The rules for imports are in biome.json; this shows that each of them rejects what it should. */
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
  ['workers/notifications/src/queries', '../main.ts'],
  ['workers/notifications/src/queries', '../deliver.ts'],
  ['workers/notifications/src/mails', '../queries/mails.ts'],
  ['workers/notifications/src/mails', 'nodemailer'],
  ['subgraphs/orders/src', '../../inventory/src/reservations/reserveStock.ts'],
  ['subgraphs/orders/src/saga/steps', '../../../../inventory/src/reservations/reserveStock.ts'],
  ['subgraphs/orders/src', './main.ts'],
  ['subgraphs/orders/src', './generated/resolvers.ts'],
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

test('exactly the forbidden imports are rejected', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-imports-'));
  await cp(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
  for (const [n, [place, specifier]] of [...REFUSED, ...ALLOWED].entries()) {
    const file = join(folder, place, `case${n}.ts`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `import { x } from '${specifier}';\n\nx();\n`);
  }
  const args = [
    'lint',
    '--vcs-enabled=false',
    '--only=style/noRestrictedImports',
    '--max-diagnostics=none',
    folder,
  ];
  const biome = promisify(execFile)(join(ROOT, 'node_modules/.bin/biome'), args, { cwd: folder });
  const { stdout, stderr } = await biome.catch((error: { stdout: string; stderr: string }) => error);
  await rm(folder, { recursive: true });
  const refused = new Set([...(stdout + stderr).matchAll(/case(\d+)\.ts:/g)].map(([, n]) => Number(n)));
  expect([...refused].sort((a, b) => a - b)).toEqual(REFUSED.map((_case, n) => n));
});
