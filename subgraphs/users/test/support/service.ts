import { randomBytes } from 'node:crypto';
import { type GraphQLAnswer, type TestClient, testClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { type Caller, CLIENT_ADDRESS_HEADER } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Log } from '@holdfast/kit-base/log';
import { typeOf } from '@holdfast/kit-events/event';
import { hash } from '@node-rs/argon2';
import { MongoClient } from 'mongodb';
import { onTestFinished, vi } from 'vitest';
import type { User } from '../../src/accounts/domain/user.ts';
import { type Collections, collectionsOf } from '../../src/database/collections.ts';
import type { Dependencies } from '../../src/dependencies.ts';
import { createLimits } from '../../src/limits/limits.ts';
import { createUser, type NewUser } from '../../src/registration/createUser.ts';
import { createUsers } from '../../src/server.ts';
import { createAccessTokenSigner } from '../../src/tokens/accessToken.ts';
import { createSigningKeyReader } from '../../src/tokens/signingKeys.ts';
import { buildAccount, PASSWORD } from './builders.ts';
import { ensureTestIndexes } from './indexes.ts';

export interface TestUsers extends AsyncDisposable {
  readonly url: string;
  readonly databaseUrl: string;
  readonly collections: Collections;
  /** All log entries, as text. */
  readonly logged: string[];
  readonly log: Log;
  readonly now: () => Date;
  /** Advances the clock by this many seconds. */
  pass(seconds: number): void;
  /** Opens an account; see `buildAccount` for its defaults. */
  open(account?: Partial<NewUser>): Promise<User>;
  as: TestClient['as'];
  /** Sends requests as a client that calls from this address. */
  from(
    address: string,
    caller?: Caller,
  ): (query: string, variables?: Record<string, unknown>) => Promise<GraphQLAnswer>;
  /** The commands that the database received during `work`, such as `find users`. */
  commandsOf(work: () => Promise<unknown>): Promise<string[]>;
  /** The dependencies of another process of the service, with its own connection to the same database. */
  startPeer(): Promise<AsyncDisposable & { readonly dependencies: Dependencies }>;
  register(input?: { email?: string; password?: string; name?: string }): Promise<GraphQLAnswer>;
  requestPasswordReset(email?: string): Promise<GraphQLAnswer>;
  /** The tokens that wait in the outbox to be mailed to this address. */
  mailedTokens(emailKey?: string): Promise<{ type: string | undefined; token: string }[]>;
  login(email: string, password?: string): Promise<GraphQLAnswer>;
  refresh(refreshToken: string): Promise<GraphQLAnswer>;
}

export const ANONYMOUS: Caller = { service: 'gateway', user: null };

/** The code of an answer's first error; undefined when there is none. */
export const codeOf = ({ errors }: GraphQLAnswer): unknown => errors?.[0]?.extensions?.['code'];

export const callerOf = ({ id, roles }: User): Caller => ({ service: 'gateway', user: { id, roles } });

const SESSION = 'user { id email } accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt';

/**
 * Stops `Date`, by which the limits of attempts count, until the test ends. It is later than the real time, by
 * which the database deletes expired documents.
 */
function stopClock(): void {
  onTestFinished(() => void vi.useRealTimers());
  vi.setSystemTime('2096-11-20T12:00:00.000Z');
}

const hashes = new Map<string, Promise<string>>();

/**
 * Hashes a password at the lowest cost, once. A hash names its own cost, so checking it is as cheap
 * too. Passwords that a test sets through the API cost what they cost in production.
 */
function hashCheaply(password: string): Promise<string> {
  const known = hashes.get(password);
  if (known) return known;
  const made = hash(password, { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1 });
  hashes.set(password, made);
  return made;
}

/** Serves the users subgraph over HTTP on its own database, with a clock that moves only by `pass`. */
export async function testUsers(): Promise<TestUsers> {
  const database = await testMongo();
  const watched = new MongoClient(database.url, { useBigInt64: true, monitorCommands: true });
  const commands: string[] = [];
  watched.on('commandStarted', ({ commandName, command }) => {
    commands.push(`${commandName} ${command[commandName]}`);
  });
  const collections = collectionsOf(watched.db());
  await ensureTestIndexes(collections);
  stopClock();
  const clock = () => new Date();
  const logged: string[] = [];
  const record = (fields: object, message: string) =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { debug: record, info: record, warn: record, error: record };
  const identities = testIdentities(clock);
  const server = await createUsers({
    database: { db: watched.db(), check: database.mongo.check },
    clock,
    newId: newUuid,
    randomBytes,
    addressLimitFactor: 1,
    log,
    verifyIdentity: identities.verify,
  });
  const client = await testClient(server, identities);
  const anonymous = client.as(ANONYMOUS);
  return {
    url: client.url,
    databaseUrl: database.url,
    collections,
    logged,
    log,
    now: clock,
    pass: (seconds) => {
      vi.setSystemTime(Date.now() + seconds * 1000);
    },
    open: (account) =>
      createUser({ ...collections, clock, newId: newUuid, hash: hashCheaply }, buildAccount(account)),
    as: client.as,
    from:
      (address, caller = ANONYMOUS) =>
      async (query, variables) => {
        const response = await fetch(`${client.url}/graphql`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            [CLIENT_ADDRESS_HEADER]: address,
            ...(await identities.headers(caller)),
          },
          body: JSON.stringify({ query, variables }),
        });
        return (await response.json()) as GraphQLAnswer;
      },
    async commandsOf(work) {
      commands.length = 0;
      await work();
      return [...commands];
    },
    async startPeer() {
      const connection = new MongoClient(database.url, { useBigInt64: true });
      const own = collectionsOf(connection.db());
      const readSigningKey = createSigningKeyReader({ ...own, clock, newId: newUuid });
      const signAccessToken = createAccessTokenSigner(readSigningKey, { clock, newId: newUuid });
      const limits = createLimits(own.attempts, 1);
      return {
        dependencies: { ...own, clock, newId: newUuid, randomBytes, signAccessToken, limits, log },
        [Symbol.asyncDispose]: () => connection.close(),
      };
    },
    register: (input) =>
      anonymous(
        `mutation ($input: RegisterInput!) {
          register(input: $input) {
            user { id email name roles emailVerified addresses { id } }
            accessToken
            refreshToken
          }
        }`,
        { input: { email: 'alice@demo.test', password: PASSWORD, name: 'Alice', ...input } },
      ),
    requestPasswordReset: (email = 'alice@demo.test') =>
      anonymous('mutation ($email: String!) { requestPasswordReset(email: $email) }', { email }),
    async mailedTokens(emailKey = 'alice@demo.test') {
      const document = await collections.users.findOne({ emailKey });
      return (document?.outbox ?? []).flatMap((event) =>
        'token' in event.data ? [{ type: typeOf(event), token: event.data.token }] : [],
      );
    },
    login: (email, password = PASSWORD) =>
      anonymous(
        `mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { ${SESSION} } }`,
        { email, password },
      ),
    refresh: (refreshToken) =>
      anonymous(
        `mutation ($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) { ${SESSION} } }`,
        { refreshToken },
      ),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await watched.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
