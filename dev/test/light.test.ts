import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../src/services.ts';

/** Prints the modules that the supervisor loads. */
const LOAD = `
  const { registerHooks } = await import('node:module');
  registerHooks({ load: (url, context, next) => (process.stdout.write(url + '\\n'), next(url, context)) });
  await import('${join(ROOT, 'dev/src/holdfast.ts')}');`;

test('the supervisor, which keeps running, loads nothing that is needed only once per start', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', LOAD]);
  const loaded = stdout.trim().split('\n');
  expect(loaded.some((url) => url.endsWith('dev/src/supervision.ts'))).toBe(true);
  const heavy = /\/(?:vite|@apollo|graphql-ws|fastify)\/|\/(?:schema|gateway|dev\/src\/mongo)\//;
  expect(loaded.filter((url) => heavy.test(url))).toEqual([]);
  const ofServices = loaded.filter((url) => /\/subgraphs\//.test(url));
  expect(ofServices.map((url) => url.slice(url.indexOf('subgraphs/')))).toEqual([
    'subgraphs/users/src/database/collections.ts',
  ]);
});
