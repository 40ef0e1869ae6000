import { createHash } from 'node:crypto';
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { expect, test } from 'vitest';
import { USER } from './support/accessTokens.ts';
import { startHouse } from './support/house.ts';

const client = (uri: string, token?: string) =>
  new ApolloClient({
    cache: new InMemoryCache(),
    link: new SetContextLink(() => (token ? { headers: { authorization: `Bearer ${token}` } } : {})).concat(
      new HttpLink({ uri: `${uri}/graphql` }),
    ),
    clientAwareness: { name: 'tests', version: '1' },
  });

const CALLER = gql`
  query Caller {
    caller {
      user
    }
  }
`;

test('Apollo Client queries as the bearer of a token', async () => {
  await using house = await startHouse();
  const signedIn = client(house.url, await house.tokens.sign());
  expect((await signedIn.query({ query: CALLER })).data).toMatchObject({ caller: { user: USER } });
  const anonymous = client(house.url);
  expect((await anonymous.query({ query: CALLER })).data).toMatchObject({ caller: { user: null } });
});

test('Apollo Client sees a refused token as a GraphQL error with its code', async () => {
  await using house = await startHouse();
  const expired = client(house.url, await house.tokens.sign({ expires: -1 }));
  const error = await expired.query({ query: CALLER }).catch((reason: unknown) => reason);
  expect(CombinedGraphQLErrors.is(error)).toBe(true);
  expect(error).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});

test('Apollo Client keeps partial data next to an error', async () => {
  await using house = await startHouse();
  const query = gql`
    query Mixed {
      refused
      products {
        id
      }
    }
  `;
  const { data, error } = await client(house.url).query({ query, errorPolicy: 'all' });
  expect(data).toMatchObject({ refused: null, products: [{ id: 'a' }, { id: 'b' }] });
  expect(error).toMatchObject({ errors: [{ extensions: { code: 'CONFLICT' } }] });
});

test('automatic persisted queries work, by GET', async () => {
  await using house = await startHouse();
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const persisted = () =>
    new ApolloClient({
      cache: new InMemoryCache(),
      link: new PersistedQueryLink({ sha256, useGETForHashedQueries: true }).concat(
        new HttpLink({ uri: `${house.url}/graphql`, headers: { 'apollo-require-preflight': 'true' } }),
      ),
    });
  for (const _ of ['registers', 'uses']) {
    expect((await persisted().query({ query: CALLER })).data).toMatchObject({ caller: { user: null } });
  }
});
