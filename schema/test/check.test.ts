/** `check` with each kind of baseline, and with operations from traffic. */
import { execFileSync } from 'node:child_process';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrafficFile } from '../src/traffic/format.ts';
import { openProject, type Project, setChange } from './support/project.ts';

const REMOVED = 'field-removed';
const GUARDED = 'requirement-other-scope';
const CONFIG = ['--config', 'config.json'];

async function changed(): Promise<Project> {
  const project = await openProject();
  await setChange(project, REMOVED, 'before');
  await project.run('compose', ...CONFIG);
  await copyFile(join(project.folder, 'api.graphql'), join(project.folder, 'was.graphql'));
  await copyFile(join(project.folder, 'supergraph.graphql'), join(project.folder, 'wasSupergraph.graphql'));
  return project;
}

function gitIn({ folder }: Project) {
  return (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      stdio: 'pipe',
    });
}

async function change(project: Project): Promise<void> {
  await setChange(project, REMOVED, 'after');
  await project.run('compose', ...CONFIG);
}

const TRAFFIC: TrafficFile = {
  version: 1,
  operations: [
    {
      signature: 'aabbccddeeff00112233',
      name: 'Seen',
      document: 'query Seen($id_1: ID!) { product(id: $id_1) { sku } }',
      clients: [
        {
          name: 'ios',
          version: '4.2',
          count: 3,
          firstSeen: '2026-01-01T00:00:00Z',
          lastSeen: '2026-02-01T00:00:00Z',
        },
        {
          name: null,
          version: null,
          count: 1,
          firstSeen: '2026-01-01T00:00:00Z',
          lastSeen: '2026-02-01T00:00:00Z',
        },
      ],
    },
    { signature: '00112233', name: null, document: '{ gone }', clients: [] },
  ],
};

test('names the clients of operations seen in traffic, and ignores those that were invalid then', async () => {
  await using project = await changed();
  await change(project);
  await writeFile(join(project.folder, 'traffic.json'), JSON.stringify(TRAFFIC));
  const against = ['--against', 'was.graphql'];
  expect((await project.run('check', ...CONFIG, ...against)).code).toBe(0);
  const { code, out } = await project.run('check', ...CONFIG, ...against, '--traffic', 'traffic.json');
  expect(code).toBe(1);
  expect(out).toContain('Seen (ios@4.2, unnamed client) seen in traffic as aabbccddeeff');
  expect(out).not.toContain('gone');
});

test('an invalid traffic file is a usage error', async () => {
  await using project = await changed();
  await writeFile(join(project.folder, 'traffic.json'), JSON.stringify({ ...TRAFFIC, version: 2 }));
  const { code, err } = await project.run('check', ...CONFIG, '--traffic', 'traffic.json');
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/^schema: traffic\.json: not a traffic file: .+\n$/),
  ]);
});

test('compares with a supergraph as with its API schema', async () => {
  await using project = await changed();
  await change(project);
  const { out } = await project.run('diff', 'wasSupergraph.graphql', 'api.graphql', ...CONFIG);
  expect(out).toMatch(
    /^notice REQUIREMENTS_NOT_COMPARED: .*: api\.graphql has no .*\nbreaking: FIELD_REMOVED: .*\nFrom wasSupergraph\.graphql to api\.graphql: 1 breaking\.\n$/,
  );
  expect((await project.run('diff', 'was.graphql', 'api.graphql', '--strict', ...CONFIG)).code).toBe(1);
});

test('reports a changed argument of an applied directive in one line, with its place and both values', async () => {
  await using project = await changed();
  const sdl = (
    b: string,
  ) => `directive @c(weight: Int = 1, tags: [String]) repeatable on FIELD_DEFINITION | ARGUMENT_DEFINITION
    type Query { b: Int ${b} }`;
  const lines = async (before: string, after: string) => {
    await writeFile(join(project.folder, 'a.graphql'), sdl(before));
    await writeFile(join(project.folder, 'b.graphql'), sdl(after));
    const { out } = await project.run('diff', 'a.graphql', 'b.graphql', ...CONFIG);
    return out.split('\n').slice(1, -2);
  };
  expect(await lines('@c(weight: 5)', '@c(weight: 50)')).toEqual([
    "dangerous: DIRECTIVE_USAGE_ARGUMENT_CHANGED: Argument 'weight' of '@c' at 'Query.b' changed from 5 to 50",
  ]);
  expect(await lines('@c(weight: 5)', '@c')).toEqual([
    "dangerous: DIRECTIVE_USAGE_ARGUMENT_CHANGED: Argument 'weight' of '@c' at 'Query.b' changed from 5 to 1",
  ]);
  expect(await lines('@c(weight: 1, tags: ["a"])', '@c(tags: ["a"])')).toEqual([]);
  expect(await lines('@c(weight: 5) @c(weight: 6)', '@c(weight: 7) @c(weight: 5)')).toEqual([
    "dangerous: DIRECTIVE_USAGE_ARGUMENT_CHANGED: Argument 'weight' of '@c' at 'Query.b' changed from 6 to 7",
  ]);
  expect(await lines('', '@c(tags: [])')).toEqual([
    "dangerous: DIRECTIVE_USAGE_FIELD_DEFINITION_ADDED: @c(tags: []) was added to 'Query.b'",
  ]);
});

test('compares the requirements for callers with the supergraph of a git ref, or reports that it does not', async () => {
  await using project = await openProject();
  const git = gitIn(project);
  await setChange(project, GUARDED, 'before');
  await project.run('compose', ...CONFIG);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'before');
  git('rm', '-q', '--cached', 'supergraph.graphql');
  git('commit', '-qm', 'without');
  await setChange(project, GUARDED, 'after');
  await project.run('compose', ...CONFIG);
  const compared = await project.run('check', ...CONFIG, '--against', 'HEAD~1');
  expect(compared.out).toMatch(
    /^breaking, unused: REQUIREMENT_CHANGED: 'Product\.sku' now requires scope b instead of scope a, which refuses some callers and admits others \(.+\nCompared with api\.graphql at \w+: 1 breaking \(0 used\); 0 operations\.\n$/,
  );
  const without = await project.run('check', ...CONFIG, '--against', 'HEAD');
  expect(without).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^notice REQUIREMENTS_NOT_COMPARED: .+\nCompared with .+: no changes; 0 operations\.\n$/,
    ),
  });
  const stands = await project.run('diff', 'HEAD~1', 'supergraph.graphql', ...CONFIG);
  expect(stands.out).toContain('breaking: REQUIREMENT_CHANGED: ');
});

test('compares with the merge base, not with later commits on the base branch', async () => {
  await using project = await changed();
  const git = gitIn(project);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'before');
  git('branch', 'work');
  await writeFile(join(project.folder, 'api.graphql'), 'type Query { another: Int }\n');
  git('commit', '-qam', 'on main since');
  git('checkout', '-q', 'work');
  await change(project);
  const { out } = await project.run('check', ...CONFIG);
  expect(out).toContain('the merge base with main: 1 breaking (0 used)');
  const against = await project.run('check', ...CONFIG, '--against', 'main');
  expect(against.out).toContain("Field 'another' was removed");
  const bad = await project.run('check', ...CONFIG, '--against', 'nowhere');
  expect(bad).toEqual({
    code: 2,
    out: '',
    err: 'schema: nowhere is neither a readable file nor a git ref\n',
  });
});

test('compares with the committed file when there is no git, and fails when a file is out of date', async () => {
  await using project = await changed();
  await setChange(project, REMOVED, 'after');
  const { code, out } = await project.run('check', ...CONFIG);
  expect(code).toBe(1);
  expect(out).toContain('api.graphql: error STALE_SCHEMA: ');
  expect(out).toContain('Compared with api.graphql (no merge base with main): 1 breaking (0 used)');
});
