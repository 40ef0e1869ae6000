import { createLog } from '@holdfast/kit-base/log';
import { inScope, readRequestId } from '@holdfast/kit-base/scope';
import { scrub, scrubFields } from '@holdfast/kit-base/scrub';
import { NO_SPAN } from '@holdfast/kit-base/span';
import { GraphQLError } from 'graphql';
import pg from 'pg';
import { expect, test } from 'vitest';

const TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

test.each([
  [`Bearer ${TOKEN} was refused`, 'Bearer [hidden] was refused'],
  [`got ${TOKEN}.`, 'got [hidden].'],
  ['mongodb://users:hunter2@127.0.0.1/users', 'mongodb://users:[hidden]@127.0.0.1/users'],
  ['login(email: "a@b.c", password: "hunter2")', 'login(email: "a@b.c", password: [hidden])'],
  ['{"newPassword":"hun\\"ter2","a":1}', '{"newPassword":[hidden],"a":1}'],
  ['card 4111 1111 1111 1111 declined', 'card [hidden] declined'],
  ['card 4111111111111111', 'card [hidden]'],
  ['invalid input syntax for type uuid: "hunter2"', 'invalid input syntax for type uuid: "[hidden]"'],
  ['Variable "$a" got invalid value "hunter2"; no.', 'Variable "$a" got invalid value "[hidden]"; no.'],
  [
    'Variable "$a" got invalid value { b: "hunter2" }; no.',
    'Variable "$a" got invalid value "[hidden]"; no.',
  ],
  ['ID cannot represent value: { a: "hunter2" }', 'ID cannot represent value: "[hidden]"'],
  ['Int cannot represent non-integer value: "hunter2"', 'Int cannot represent non-integer value: "[hidden]"'],
  ['Syntax Error: Unexpected Name "hunter2".', 'Syntax Error: Unexpected Name "[hidden]".'],
  [
    'E11000 duplicate key error collection: users.users index: email dup key: { email: "a@b.c" }',
    'E11000 duplicate key error collection: users.users index: email dup key: { [hidden] }',
  ],
  ['Key (email)=(a@b.c) already exists.', 'Key (email)=([hidden]) already exists.'],
  ['Unexpected token \'h\', "hunter2" is not valid JSON', 'not valid JSON'],
])('secrets and values are removed from a text: %s', (text, shown) => {
  expect(scrub(text)).toBe(shown);
});

test.each([
  'order 0199d0c1-5a3b-7c4d-8e9f-0a1b2c3d4e5f is PENDING',
  'HF-2026-000123456789',
  'the stock of 12345 products, 1732180000000 ms',
  'Variable "$password" of required type "String!" was not provided.',
  'http://127.0.0.1:4001/graphql',
])('a text without secrets stays as it is: %s', (text) => {
  expect(scrub(text)).toBe(text);
});

test('fields with secret names lose their values at any depth; all others keep them', () => {
  const fields = {
    headers: { authorization: 'x', 'Set-Cookie': 'x', 'x-holdfast-identity': 'x', accept: 'json' },
    variables: {
      input: {
        newPassword: 'x',
        refreshToken: 'x',
        card: { holder: 'Ada' },
        pay: { cardNumber: 'x', cvc: 'x', by: 'Ada' },
      },
    },
    attempts: 3,
    amount: 12n,
  };
  const hidden = '[hidden]';
  expect(scrubFields(fields)).toEqual({
    headers: { authorization: hidden, 'Set-Cookie': hidden, 'x-holdfast-identity': hidden, accept: 'json' },
    variables: {
      input: {
        newPassword: hidden,
        refreshToken: hidden,
        card: hidden,
        pay: { cardNumber: hidden, cvc: hidden, by: 'Ada' },
      },
    },
    attempts: 3,
    amount: '12',
  });
});

test('an error says what went wrong, without the data that its driver was sent', () => {
  const cause = Object.assign(new pg.DatabaseError('duplicate key value', 10, 'error'), {
    code: '23505',
    constraint: 'users_email',
    detail: 'Key (email)=(hunter2) already exists.',
    where: 'COPY hunter2',
    keyValue: { email: 'hunter2' },
  });
  const error = new GraphQLError('Internal', { extensions: { variables: 'hunter2' }, originalError: cause });
  error.cause = cause;
  const shown = JSON.stringify(scrubFields({ err: error }));
  expect(shown).not.toContain('hunter2');
  expect(JSON.parse(shown).err.cause).toMatchObject({
    message: 'duplicate key value',
    code: '23505',
    constraint: 'users_email',
  });
});

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog('things', 'debug', { to: { write: (line: string) => void lines.push(line) } }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a log line has the ids of its request, and no secret in its fields or its message', async () => {
  const span = { ...NO_SPAN, traceId: 'a-trace' };
  const [inside, outside] = logged((log) => {
    inScope({ requestId: 'a-request', span }, () =>
      log.debug({ token: TOKEN, err: new Error(`no ${TOKEN}`) }, `refused ${TOKEN}`),
    );
    log.warn({}, 'later');
  });
  expect(inside).toMatchObject({
    level: 'debug',
    service: 'things',
    requestId: 'a-request',
    traceId: 'a-trace',
    err: { type: 'Error', message: 'no [hidden]' },
    msg: 'refused [hidden]',
  });
  expect(JSON.stringify(inside)).not.toContain(TOKEN);
  expect(outside).not.toHaveProperty('requestId');
});

test.each([
  ['0199d0c1-5a3b-7c4d-8e9f-0a1b2c3d4e5f', true],
  ['order_17-again', true],
  ['short', false],
  ['x'.repeat(65), false],
  ['with blank in it', false],
  ['line\nbreak-in-it', false],
  ['4111111111111111', false],
  [TOKEN, false],
  [undefined, false],
])('%s is a request id: %s', (header, good) => {
  expect(readRequestId(header)).toBe(good ? header : undefined);
});
