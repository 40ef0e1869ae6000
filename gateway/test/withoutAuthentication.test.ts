/** A gateway that checks no tokens, as its own process: how audits and benchmarks start it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { programOf } from '@holdfast/dev/testing/program';
import { expect, test } from 'vitest';
import { compose } from './authorization/world.ts';
import { all, TRANSPORTS } from './subscriptions/clients.ts';
import { read, startHouse, testFolder } from './support/house.ts';
import { type Recorder, startRecorder } from './support/recorder.ts';

const PROGRAM = await programOf('gateway');

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])`;
const FIRST = `${LINK} type Query { first: Thing  guarded: Int @authenticated } type Thing @key(fields: "id") { id: ID! }`;
const SECOND = `${LINK} type Thing @key(fields: "id") { id: ID! name: String }`;

async function firstLines(
  lines: Interface,
  last: string,
): Promise<{ msg: string; url: string; level: unknown }[]> {
  const found = [];
  for await (const line of lines) {
    found.push(JSON.parse(line));
    if (found.at(-1).msg === last) break;
  }
  return found;
}

const post = (url: string, query: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });

const authorizationsOf = ({ requests }: Recorder) => requests.map(({ headers }) => headers.authorization);

test('SUPERGRAPH and PORT are enough', async () => {
  await using first = await startRecorder({ data: { first: { __typename: 'Thing', id: '1' } } });
  await using second = await startRecorder({ data: { _entities: [{ __typename: 'Thing', name: 'one' }] } });
  await using folder = await testFolder();
  const SUPERGRAPH = join(folder.path, 'supergraph.graphql');
  await writeFile(
    SUPERGRAPH,
    compose({ first: FIRST, second: SECOND }, { first: first.url, second: second.url }),
  );
  using gateway = Object.assign(
    spawn(process.execPath, [...PROGRAM.execArgv, PROGRAM.file], {
      env: { ...PROGRAM.env, SUPERGRAPH, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
    { [Symbol.dispose]: () => void gateway.kill('SIGKILL') },
  );
  const lines = await firstLines(createInterface(gateway.stdout), 'ready');
  expect(lines.map(({ msg }) => msg)).toEqual([expect.stringMatching(/^authentication is off/), 'ready']);
  const { url } = lines.at(-1)!;

  const authorization = 'Bearer whatever the subgraphs make of it';
  const internal = { 'x-holdfast-identity': 'forged', 'x-other': 'x' };
  expect(
    await read(await post(url, '{ first { id name } guarded }', { authorization, ...internal })),
  ).toEqual({
    data: { first: { id: '1', name: 'one' }, guarded: null },
    errors: [{ message: 'Sign in to do this.', path: ['guarded'], extensions: { code: 'UNAUTHENTICATED' } }],
  });
  for (const subgraph of [first, second]) {
    expect(authorizationsOf(subgraph)).toEqual([authorization]);
    expect(Object.keys(subgraph.requests[0]!.headers)).not.toContain('x-holdfast-identity');
    expect(Object.keys(subgraph.requests[0]!.headers)).not.toContain('x-other');
  }
  expect(first.requests[0]!.body.query).not.toContain('guarded');
  await post(url, '{ first { id } }');
  expect(authorizationsOf(first)).toEqual([authorization, undefined]);
  expect((await fetch(`${url}/.well-known/jwks.json`)).status).toBe(404);
  gateway.kill('SIGTERM');
  expect(await once(gateway, 'exit')).toEqual([0, null]);
});

test.each(Object.entries(TRANSPORTS))(
  '%s: what the client sends as its token is passed on, and no key asked for',
  async (_, ask) => {
    await using users = await startRecorder({ data: { caller: null } });
    await using house = await startHouse({ authentication: null, relocate: { users: users.url } });
    expect(await all(ask(house.url, { query: '{ caller { user } account { id } }' }, 'anything'))).toEqual([
      {
        data: { caller: null, account: null },
        errors: [
          { message: 'Sign in to do this.', path: ['account'], extensions: { code: 'UNAUTHENTICATED' } },
        ],
      },
    ]);
    expect(authorizationsOf(users)).toEqual(['Bearer anything']);
    expect(house.tokens.fetches()).toBe(0);
  },
);
