import { ERROR_CODES } from '@holdfast/kit-base/errors';
import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { formatError, withCode } from '../src/errors.ts';
import { SubgraphError } from '../src/execution/subgraphErrors.ts';
import { startFederation } from './federation/federation.ts';
import { recordedLog } from './ops/recordedLog.ts';

const withoutStack = (code: string) => ({ extensions: { code } });

test.each(['INVALID_GRAPHQL', 'SATISFIABILITY_ERROR', 'toString', ''])(
  'an undocumented code does not leave the gateway: %j',
  (code) => {
    const { log, lines } = recordedLog();
    const error = new GraphQLError('Cannot query field "isOneOf".', withoutStack(code));
    expect(formatError(withCode(error), error, log)).toEqual({
      message: 'Internal server error',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect(lines.map(({ level }) => level)).toEqual(['error']);
  },
);

test.each(
  [...Object.keys(ERROR_CODES), 'GRAPHQL_PARSE_FAILED'].filter((code) => !code.startsWith('INTERNAL')),
)('one that is documented does: %s', (code) => {
  const { log, lines } = recordedLog();
  const error = new GraphQLError('Why.', withoutStack(code));
  expect(formatError(withCode(error), error, log)).toEqual({ message: 'Why.', extensions: { code } });
  expect(lines).toEqual([]);
});

test('a subgraph may have its own codes', async () => {
  const { log } = recordedLog();
  const error = new SubgraphError('No paper.', withoutStack('OUT_OF_PAPER'));
  expect(formatError(withCode(error), error, log).extensions).toEqual({ code: 'OUT_OF_PAPER' });
  const fail = () => {
    throw new GraphQLError('No paper.', withoutStack('OUT_OF_PAPER'));
  };
  await using federation = await startFederation(
    { a: { sdl: 'type Query { print: Int }', resolvers: { Query: { print: fail } } } },
    ['compiled', 'apollo'],
  );
  for (const executor of ['compiled', 'apollo'] as const) {
    const { errors } = await federation.ask(executor, { query: '{ print }' });
    expect(errors).toMatchObject([{ message: 'No paper.', extensions: { code: 'OUT_OF_PAPER' } }]);
  }
});
