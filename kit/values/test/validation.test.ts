import { port, readEnv } from '@holdfast/kit-base/env';
import { isId, newUuid } from '@holdfast/kit-base/ids';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isTime, pageRequest, toPage } from '../src/page.ts';
import { id, idempotencyKey, integer, money, optionalText, text, validate } from '../src/validation.ts';

describe('validate', () => {
  const schema = z.object({
    key: idempotencyKey,
    items: z.array(z.object({ id, quantity: integer(1, 10) })),
  });

  test('returns valid input, trimmed', () => {
    const itemId = newUuid();
    expect(validate(schema, { key: ' k ', items: [{ id: itemId, quantity: 3 }] })).toEqual({
      key: 'k',
      items: [{ id: itemId, quantity: 3 }],
    });
  });

  test('reports every problem with its path, and the first one in the message', () => {
    const wrong = {
      key: '',
      items: [
        { id: 'x', quantity: 11 },
        { id: newUuid(), quantity: 0.5 },
      ],
    };
    expect(() => validate(schema, wrong, ['input'])).toThrow(
      expect.objectContaining({
        message: 'input.key: Must have 1 to 200 characters. (and 3 more)',
        extensions: {
          code: 'BAD_USER_INPUT',
          problems: [
            { path: ['input', 'key'], message: 'Must have 1 to 200 characters.' },
            { path: ['input', 'items', 0, 'id'], message: 'Not an id.' },
            { path: ['input', 'items', 0, 'quantity'], message: 'Must be a whole number from 1 to 10.' },
            { path: ['input', 'items', 1, 'quantity'], message: 'Must be a whole number from 1 to 10.' },
          ],
        },
      }),
    );
  });

  test.each([
    ['null byte', 'a\0'],
    ['lone surrogate', '\ud800'],
    ['too long', 'x'.repeat(11)],
    ['blank', ' \n\t '],
  ])('text with %s is rejected', (_what, value) => {
    expect(() => validate(text(1, 10), value)).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) }),
    );
  });

  test.each([
    ...[
      '\u200b',
      '\u3164',
      '\u202e\u202c',
      '\ufeff \u2060',
      '\u00ad',
      '\u2800',
      '\ufe0f',
      '\u{e0061}',
      '\x07',
    ],
    ...['\u115f\u1160', '\uffa0', '\u180e', '\u034f', '\u{1d159}'],
  ])('invisible text is rejected: %j', (value) => {
    for (const schema of [text(1, 10), optionalText(10), text(0, 10)]) {
      expect(() => validate(schema, value)).toThrow('Must contain a visible character.');
    }
    expect(validate(text(1, 20), `a${value}b`)).toBe(`a${value}b`);
  });

  test.each([
    [newUuid(), true],
    [newUuid().toUpperCase(), false],
    ['01936f00-0000-4000-8000-000000000001', false],
    [`${newUuid()} `, false],
    ['', false],
    ['{"$gt":""}', false],
  ])('%s as an id: %s', (value, expected) => {
    expect(isId(value)).toBe(expected);
  });

  test('money is above zero unless zero is allowed', () => {
    const zero = { amount: '0.00', currency: 'USD' };
    expect(() => validate(money(), zero)).toThrow('amount: Must be above zero.');
    expect(validate(money({ zero: true }), zero)).toEqual({ minor: 0n, currency: 'USD' });
    const below = { amount: '-1', currency: 'USD' };
    expect(() => validate(money(), below)).toThrow('amount: Must be above zero.');
    expect(() => validate(money({ zero: true }), below)).toThrow('amount: Must not be below zero.');
  });
});

describe('a page', () => {
  const rows = Array.from({ length: 4 }, (_, n) => ({ key: `k${n}` }));
  const anything = () => true;

  test('has a cursor that leads to the next page', () => {
    const page = toPage(rows, { limit: 3, after: null }, ({ key }) => [key]);
    expect(page.nodes).toEqual(rows.slice(0, 3));
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(pageRequest({ first: 2, after: page.pageInfo.endCursor }, [anything])).toEqual({
      limit: 2,
      after: ['k2'],
    });
  });

  test('of no rows has no cursors', () => {
    expect(toPage([], { limit: 3, after: ['x'] }, () => [])).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each([
    [{ first: 0 }, 'first'],
    [{ first: -1 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ after: '' }, 'after'],
    [{ after: 'x' }, 'after'],
    [{ after: cursor([1]) }, 'after'],
    [{ after: cursor(['a', 'b']) }, 'after'],
    [{ after: cursor({ length: 1 }) }, 'after'],
    [{ after: cursor(['2026-11-20']) }, 'after'],
  ])('%o is BAD_USER_INPUT', (args, name) => {
    expect(() => pageRequest(args, [isTime])).toThrow(
      expect.objectContaining({
        extensions: expect.objectContaining({ problems: [expect.objectContaining({ path: [name] })] }),
      }),
    );
  });
});

describe('settings', () => {
  const schema = z.object({
    PORT: port,
    NAME: z.string().default('x'),
    SECRET: z.string().regex(/^k/, 'must begin with k'),
  });

  test('an empty variable counts as not set, and only then gets the default', () => {
    expect(readEnv(schema, { PORT: '0', NAME: '', SECRET: 'k1' })).toEqual({
      PORT: 0,
      NAME: 'x',
      SECRET: 'k1',
    });
  });

  test('every wrong variable is named in one line, without its value', () => {
    expect(() => readEnv(schema, { PORT: '8o8o', SECRET: 'hunter2' })).toThrow(
      'Wrong settings: PORT: must be a port, 0 to 65535; SECRET: must begin with k.',
    );
    expect(() => readEnv(schema, {})).toThrow('Wrong settings: PORT is not set; SECRET is not set.');
  });
});
