/**
 * For every caller, the gateway's guard gives the same answer as subgraphs that enforce their own directives,
 * and leaves them nothing to refuse.
 */
import { type ExecutionResult, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { seeded } from '../support/things.ts';
import { randomOperation } from './randomOperation.ts';
import { CUSTOMER, NOBODY, STAFF, startWorld, VENDOR } from './world.ts';

const CALLERS = { NOBODY, CUSTOMER, VENDOR, STAFF };
const OPERATIONS = 150;

interface Refusal {
  /**
   * The resulting null, with its code. GraphQL leaves open which of several refusals caused it (section
   * 6.4.4).
   */
  readonly seen: string;
  /** The fields of the path, and the code; `inside` a null further up, perhaps of another refusal. */
  readonly field: string;
  readonly inside: boolean;
  /** Without list indices: the stock executor gets them wrong for entities fetched by key. */
  readonly exact: boolean;
}

function refusalsOf({ data, errors = [] }: ExecutionResult): Refusal[] {
  return errors.map(({ path = [], extensions }) => {
    const place: (string | number)[] = [];
    let value: unknown = data;
    for (const step of path) {
      if (value === null || typeof value !== 'object') break;
      place.push(step);
      value = value[step as keyof typeof value];
    }
    const code = String(extensions?.['code']);
    const names = path.filter((step) => typeof step === 'string');
    return {
      seen: [...place, code].join(' '),
      field: [...names, code].join(' '),
      inside: place.length < path.length,
      exact: extensions?.['ofEntity'] !== true,
    };
  });
}

test.each(Object.entries(CALLERS))('%s: as graphql-js with guarded resolvers', async (_, user) => {
  await using world = await startWorld();
  const below = seeded(7);
  const told = ({ errors = [] }: ExecutionResult) =>
    errors.map(({ message, path, extensions }) => ({ message, path, extensions }));
  for (let n = 0; n < 3 * OPERATIONS; n++) {
    const request = randomOperation(world.schema, below, { forStock: false });
    expect(validate(world.schema, parse(request.query)).map(String), request.query).toEqual([]);
    const expected = await world.unguardedAlone(request, user);
    const answer = await world.guardedAlone(request, user);
    expect(world.refused.map(String), request.query).toEqual([]);
    // The keys must have the same order, too.
    expect(JSON.stringify(answer.data), request.query).toBe(JSON.stringify(expected.data));
    expect(told(answer), request.query).toEqual(told(expected).slice(0, 100));
  }
});

test.each(Object.entries(CALLERS))('%s: as subgraphs behind the stock executor', async (_, user) => {
  await using world = await startWorld();
  const below = seeded(20);
  let refused = 0;
  for (let n = 0; n < OPERATIONS; n++) {
    const request = randomOperation(world.schema, below, { forStock: true });
    expect(validate(world.schema, parse(request.query)).map(String), request.query).toEqual([]);
    const expected = await world.unguarded(request, user);
    world.refused.length = 0;
    const answer = await world.guarded(request, user);
    const about = `${request.query}\n${world.asked.join('\n')}`;
    expect(world.refused.map(String), about).toEqual([]);
    expect(answer.data, about).toEqual(expected.data);
    const [ours, theirs] = [refusalsOf(answer), refusalsOf(expected)];
    const missing = theirs.filter(({ seen, exact }) => exact && !ours.some((each) => each.seen === seen));
    const added = ours.filter(({ field, inside }) => !inside && !theirs.some((each) => each.field === field));
    expect({ missing, added }, about).toEqual({ missing: [], added: [] });
    if (expected.errors) refused++;
    world.asked.length = 0;
  }
  expect(refused > OPERATIONS / 10).toBe(user !== STAFF);
});
