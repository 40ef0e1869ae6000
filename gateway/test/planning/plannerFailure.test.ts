/** Apollo's planner throws for some valid operations: they are refused with the name of the field. */
import { createLog } from '@holdfast/kit-base/log';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { createPlanner } from '../../src/planning/planner.ts';
import { readSupergraph } from '../../src/supergraph/load.ts';
import { startHouse } from '../support/house.ts';
import { compose } from './federation.ts';

const sdl = compose({
  a: {
    sdl: `scalar JSON input In { json: JSON float: Float }
      type Query { json(x: JSON): Int float(x: Float): Int in(x: In): Int things: [Thing] any: Any }
      type Mutation { set(x: JSON): Thing }
      union Any = Thing | Other type Thing @key(fields: "id") { id: ID! json(x: JSON): Int } type Other { json(x: JSON): Int }`,
  },
  b: {
    sdl: `scalar JSON type Thing @key(fields: "id") { id: ID! far(x: JSON): Far } type Far { json(x: JSON): Int it: Far }`,
  },
});
const planner = createPlanner(sdl);
const schema = buildSchema(planner.schemas.api);

const many = Array.from({ length: 500 }, (_, n) => `a${n}: json(x: ${n})`).join(' ');

test.each([
  ['json', '{ json(x: 1e400) }'],
  ['float', '{ float(x: 1e400) }'],
  ['last', `{ ${many} last: float(x: 1e400) }`],
  ['in', '{ things { id } in(x: { json: [RED, { a: 1e400 }] }) json }'],
  ['things.far.it.it.own', '{ json things { id far { it { it { own: json(x: 1e400) } json } } } }'],
  ['things.far', '{ things { id far(x: 1e400) { json it { json } } } }'],
  ['any.own', '{ any { ... on Other { own: json(x: 1e400) } ... on Thing { id } } }'],
  [
    'any.json',
    '{ any { ...T } json } fragment T on Thing { id ...U } fragment U on Thing { id json(x: 1e400) }',
  ],
  ['things.far', 'query ($v: JSON = 1e400, $w: JSON) { json(x: $w) things { far(x: $v) { json } } }'],
  ['float', 'query ($c: Boolean!) { things { id } float(x: 1e400) @include(if: $c) }'],
  ['two', 'mutation { one: set(x: 1) { far { json } } two: set(x: 1e400) { id } }'],
  ['json', 'query ($v: JSON = 1e400) { json(x: $v) things { json(x: $v) } }'],
])('the refusal names %s', (field, query) => {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const code = 'QUERY_PLAN_UNSUPPORTED';
  const cause = expect.objectContaining({ message: expect.stringMatching(/Infinity/) });
  expect(() => planner.plan(document, undefined)).toThrow(
    expect.objectContaining({ extensions: { code, field }, originalError: cause }),
  );
});

test.each(['1.50', '19.90', '0.10', '-1.5E-7', '1e21', '-0.0', '100', '1.0'])(
  'the number %s may be an argument',
  (number) => {
    const query = `{ float(x: ${number}) json(x: { a: [${number}] }) things { far(x: ${number}) { json } } }`;
    expect(planner.plan(parse(query), undefined).node).toBeDefined();
  },
);

test('a number that the planner cannot represent is refused', () => {
  expect(() => planner.plan(parse('{ json(x: 12345678901234567890) }'), undefined)).toThrow(
    /sure way to read json/,
  );
});

test('the other operations of a document are not planned', () => {
  const document = parse('query A { things { id } } query B { ...F } fragment F on Query { json(x: 1e400) }');
  expect(planner.plan(document, 'A').node).toMatchObject({ kind: 'Fetch', serviceName: 'a' });
  expect(() => planner.plan(document, 'B')).toThrow(/sure way to read json/);
});

test.each(['compiled', 'apollo'] as const)(
  '%s: the client gets an error each time, and the log has one line for each operation',
  async (executor) => {
    const lines: string[] = [];
    const log = createLog('gateway', 'warn', { to: { write: (line) => lines.push(line) } });
    await using house = await startHouse({ executor, log, supergraph: readSupergraph(sdl, 'a supergraph') });
    for (const field of ['json', 'float'])
      for (const _ of [1, 2])
        expect(await house.ask(`{ ${field}(x: 1e400) }`)).toEqual({
          errors: [
            {
              message: `The gateway cannot answer this operation: there is no sure way to read ${field}.`,
              extensions: { code: 'QUERY_PLAN_UNSUPPORTED', field },
            },
          ],
        });
    expect(lines.filter((line) => line.includes('the planner failed'))).toHaveLength(2);
  },
);
