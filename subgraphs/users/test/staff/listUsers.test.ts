import { MATCHES_TOO_MUCH, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { expect, test } from 'vitest';
import { callerOf, testUsers } from '../support/service.ts';

unlessFerretdb(test, MATCHES_TOO_MUCH)(
  'a search matches prefixes of words in name and e-mail address, and never acts as a pattern',
  async () => {
    await using users = await testUsers();
    const staff = await users.open({ email: 'staff@shop.test', name: 'Sam', roles: ['STAFF'] });
    for (const [email, name] of [
      ['bob@demo.test', 'Bob Bergström'],
      ['carol@demo.test', 'Carol (Berg) 100%'],
      ['dora@demo.test', 'Dora'],
    ] as const) {
      await users.open({ email, name });
    }
    const search = async (text: string | null, page: object = {}) => {
      const { data, errors } = await users.as(callerOf(staff))(
        'query ($search: String, $first: Int, $after: String) { users(search: $search, first: $first, after: $after) { totalCount nodes { name email } pageInfo { hasNextPage endCursor } } }',
        { search: text, ...page },
      );
      expect(errors).toBeUndefined();
      return data.users;
    };
    const names = async (text: string | null) =>
      (await search(text)).nodes.map(({ name }: { name: string }) => name.split(' ')[0]);
    expect(await names(null)).toEqual(['Dora', 'Carol', 'Bob', 'Sam']);
    expect(await names('berg')).toEqual(['Carol', 'Bob']);
    expect(await names('BERGSTROM bo')).toEqual(['Bob']);
    expect(await names('dora@demo')).toEqual(['Dora']);
    expect(await names('ergstr')).toEqual([]);
    for (const pattern of ['.*', '%', '(', '$', '\\']) expect(await names(pattern)).toEqual([]);
    expect(await names('{"$gt":""}')).toEqual([]);
    const first = await search('demo', { first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const second = await search('demo', { first: 2, after: first.pageInfo.endCursor });
    expect(second.nodes.map(({ name }: { name: string }) => name)).toEqual(['Bob Bergström']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  },
);
