import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startHouse, testFolder } from './support/house.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

async function builtIde() {
  const folder = await testFolder();
  await mkdir(join(folder.path, 'assets'));
  await writeFile(join(folder.path, 'index.html'), '<!doctype html><title>IDE</title>');
  await writeFile(join(folder.path, 'assets/index-4f2a.js'), 'export {};');
  await writeFile(join(folder.path, '.inputs'), 'a hash');
  return folder;
}

test('a browser gets the page where others get the API', async () => {
  await using folder = await builtIde();
  await using house = await startHouse({ ide: folder.path });
  const page = await fetch(`${house.url}/graphql`, { headers: BROWSER });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toContain('<title>IDE</title>');
  const policy = page.headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect((await house.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
});

test('its assets are cached forever, because their names change with their content', async () => {
  await using folder = await builtIde();
  await using house = await startHouse({ ide: folder.path });
  const asset = await fetch(`${house.url}/ide/assets/index-4f2a.js`);
  expect(asset.status).toBe(200);
  expect(asset.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(asset.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('only files of the page are served', async () => {
  await using folder = await builtIde();
  await using house = await startHouse({ ide: folder.path });
  const missing = ['/ide/assets/old.js', '/ide/.inputs', '/ide/', '/ide/..%2f..%2fpackage.json', '/ide/%00'];
  for (const path of missing) {
    const response = await fetch(house.url + path);
    expect([path, response.status >= 400 && response.status < 500]).toEqual([path, true]);
    expect(response.headers.get('cache-control') ?? '').not.toContain('immutable');
  }
});

test('the front door leads to it', async () => {
  await using folder = await builtIde();
  await using house = await startHouse({ ide: folder.path });
  const response = await fetch(house.url, { redirect: 'manual' });
  expect([response.status, response.headers.get('location')]).toEqual([302, '/graphql']);
});

test('before it is built, a line says how to build it; afterwards it is served', async () => {
  await using folder = await testFolder();
  await using house = await startHouse({ ide: folder.path });
  const before = await fetch(`${house.url}/graphql`, { headers: BROWSER });
  expect(before.status).toBe(503);
  expect(await before.text()).toBe(
    'The GraphQL IDE is not built yet: run npm start, or node gateway/ide/build.ts.\n',
  );
  await writeFile(join(folder.path, 'index.html'), 'built');
  expect(await (await fetch(`${house.url}/graphql`, { headers: BROWSER })).text()).toBe('built');
});

test('without an IDE there is no page', async () => {
  await using house = await startHouse({ ide: null });
  const page = await fetch(`${house.url}/graphql`, { headers: BROWSER });
  expect(page.headers.get('content-type')).toContain('application/json');
  expect((await fetch(house.url)).status).toBe(404);
  expect((await fetch(`${house.url}/ide/assets/index-4f2a.js`)).status).toBe(404);
});
