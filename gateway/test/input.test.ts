import { expect, test } from 'vitest';
import { type House, read, startHouse } from './support/house.ts';

const ECHO = 'query Echo($input: EchoInput!, $times: Int) { echo(input: $input, times: $times) }';

async function problems(house: House, query: string, variables: object): Promise<unknown> {
  const response = await house.post({ query, variables });
  const answer = await read(response);
  expect(response.status).toBe(400);
  expect(answer.data).toBeUndefined();
  expect(answer.errors).toHaveLength(1);
  expect(answer.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  return answer.errors[0].extensions.problems;
}

test('variables of the right types are passed on', async () => {
  await using house = await startHouse();
  const input = { text: 'a', lines: [{ id: 'x', quantity: 2_147_483_647 }] };
  expect(await house.ask(ECHO, { input, times: 3 })).toEqual({ data: { echo: 'aaa' } });
  expect(await house.ask(ECHO, { input })).toEqual({ data: { echo: 'a' } });
  expect(await house.ask(ECHO, { input, times: 1, unused: 'is ignored' })).toEqual({ data: { echo: 'a' } });
});

test('all problems are reported at once, each with its path', async () => {
  await using house = await startHouse();
  const lines = [{ id: 'a', quantity: 1.5 }, { id: 'b', quantity: 2_147_483_648 }, { id: 'c' }, null];
  expect(await problems(house, ECHO, { input: { lines, colour: 'red' }, times: 'two' })).toEqual([
    { path: ['input', 'text'], message: 'Is of required type "String!" and was not provided.' },
    { path: ['input', 'lines', 0, 'quantity'], message: 'Int cannot represent non-integer value: 1.5' },
    {
      path: ['input', 'lines', 1, 'quantity'],
      message: 'Int cannot represent non 32-bit signed integer value: 2147483648',
    },
    { path: ['input', 'lines', 2, 'quantity'], message: 'Is of required type "Int!" and was not provided.' },
    { path: ['input', 'lines', 3], message: 'Expected non-nullable type "EchoLine!" not to be null.' },
    { path: ['input', 'colour'], message: 'Is not defined by type "EchoInput".' },
    { path: ['times'], message: 'Int cannot represent non-integer value: "two"' },
  ]);
});

test.each([
  [{}, 'Is of required type "EchoInput!" and was not provided.'],
  [{ input: null }, 'Must not be null, but of type "EchoInput!".'],
  [{ input: 'text' }, 'Expected type "EchoInput" to be an object.'],
])('a required variable that is missing, null or something else: %j', async (variables, message) => {
  await using house = await startHouse();
  expect(await problems(house, ECHO, variables)).toEqual([{ path: ['input'], message }]);
});

test('the answer to a flood of problems stays short', async () => {
  await using house = await startHouse();
  const lines = Array.from({ length: 500 }, () => ({ id: 'x', quantity: 'x'.repeat(20) }));
  expect(await problems(house, ECHO, { input: { text: '', lines } })).toHaveLength(50);
  const [long] = (await problems(house, ECHO, { input: { text: '' }, times: 'x'.repeat(9_999) })) as [
    { message: string },
  ];
  expect(long.message.length).toBeLessThan(210);
});

test('custom scalars are checked like other types, in variables and in documents', async () => {
  await using house = await startHouse();
  const since = 'query ($at: DateTime!) { since(at: $at) }';
  expect(await problems(house, since, { at: 'yesterday' })).toEqual([
    { path: ['at'], message: expect.stringContaining('Not an RFC 3339 date and time') },
  ]);
  expect(await house.ask(since, { at: '2026-11-20T10:30:00+01:00' })).toEqual({
    data: { since: '2026-11-20T09:30:00.000Z' },
  });
  expect((await house.ask('{ since(at: "2026-11-20") }')).errors[0].extensions.code).toBe(
    'GRAPHQL_VALIDATION_FAILED',
  );
  expect((await house.ask('{ since(at: "2026-11-20T09:30:00Z") }')).data.since).toBe(
    '2026-11-20T09:30:00.000Z',
  );
});

test.each([
  ['{ echo(input: { text: 1 }) }', undefined, 'GRAPHQL_VALIDATION_FAILED'],
  ['{ nothing }', undefined, 'GRAPHQL_VALIDATION_FAILED'],
  ['{ caller {', undefined, 'GRAPHQL_PARSE_FAILED'],
  ['query A { __typename } query B { __typename }', undefined, 'OPERATION_RESOLUTION_FAILURE'],
  ['query A { __typename } query B { __typename }', 'C', 'OPERATION_RESOLUTION_FAILURE'],
  ['query A { __typename }', 'C', 'OPERATION_RESOLUTION_FAILURE'],
  ['fragment F on Query { __typename }', undefined, 'GRAPHQL_VALIDATION_FAILED'],
])('%s (operationName %s) is 400 %s', async (query, operationName, code) => {
  await using house = await startHouse();
  const response = await house.post({ query, operationName });
  expect(response.status).toBe(400);
  expect((await read(response)).errors[0].extensions.code).toBe(code);
});
