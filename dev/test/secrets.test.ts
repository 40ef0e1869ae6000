import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSecrets } from '../src/secrets.ts';
import { temporaryFolder } from './temporaryFolder.ts';

test('secrets are generated once and readable by their owner only', async () => {
  await using folder = await temporaryFolder();
  const dataDir = join(folder.path, 'data');
  const made = await loadSecrets(dataDir, ['users', 'orders']);
  expect(Object.keys(made.databasePasswords)).toEqual(['users', 'orders']);
  expect(await loadSecrets(dataDir, ['users', 'orders'])).toEqual(made);
  expect(await readdir(dataDir)).toEqual(['secrets.json']);
  expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
});

test('a new database gets a password, and the others keep theirs', async () => {
  await using folder = await temporaryFolder();
  const before = await loadSecrets(folder.path, ['users']);
  const after = await loadSecrets(folder.path, ['users', 'events']);
  expect(after.databasePasswords).toEqual({
    users: before.databasePasswords['users'],
    events: expect.stringMatching(/^[\w-]{32}$/),
  });
  expect({ ...after, databasePasswords: {} }).toEqual({ ...before, databasePasswords: {} });
  expect(await loadSecrets(folder.path, ['users', 'events'])).toEqual(after);
});

test('a service that newly calls others gets its keys, once', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'secrets.json');
  const { identities, ...rest } = await loadSecrets(folder.path, ['users']);
  const { products, ...older } = identities;
  await writeFile(file, JSON.stringify({ ...rest, identities: older }));
  const after = await loadSecrets(folder.path, ['users']);
  expect(after).toEqual({ ...rest, identities: { ...older, products: expect.anything() } });
  expect(after.identities.products).not.toEqual(products);
  expect(await loadSecrets(folder.path, ['users'])).toEqual(after);
});

test.each(['', '{', 'null', '{"postgresPassword":"a"}'])(
  '%j is reported as damaged, in one line',
  async (text) => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'secrets.json'), text);
    await expect(loadSecrets(folder.path, ['users'])).rejects.toThrow(
      `${folder.path}/secrets.json is damaged; delete the folder ${folder.path} to start over without its data.`,
    );
  },
);

test('secrets that cannot be read are not replaced', async () => {
  await using folder = await temporaryFolder();
  await loadSecrets(join(folder.path, 'secrets.json'), ['users']); // makes a folder of that name
  await expect(loadSecrets(folder.path, ['users'])).rejects.toThrow(/^cannot read .*secrets\.json \(EISDIR/);
});
