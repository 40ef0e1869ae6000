/** Runs all audits of the reference implementation of GraphQL over HTTP: MUST, SHOULD and MAY. */
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, startHouse } from './support/house.ts';

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const audits = serverAudits({ url: () => `${house.url}/graphql` });

test('there are 61', () => expect(audits).toHaveLength(61));

test.each(audits.map((audit) => [audit.id, audit.name, audit.fn] as const))(
  '%s %s',
  async (_id, _name, audit) => {
    const result = await audit();
    expect(result, 'reason' in result ? result.reason : '').toMatchObject({ status: 'ok' });
  },
);
