import { expect, test } from 'vitest';
import { z } from 'zod';
import { readEnv, wholeNumber } from '../src/env.ts';

const read = (value: string) =>
  readEnv(z.object({ SECONDS: wholeNumber(1, 60) }), { SECONDS: value }).SECONDS;

test.each(['1', '60', '010'])('accepts the whole number %s', (value) => {
  expect(read(value)).toBe(Number(value));
});

test.each(['0', '61', '-1', '1.5', '1e1', 'ten', '0x10', ' 5'])(
  'rejects %s with the allowed range',
  (value) => {
    expect(() => read(value)).toThrow('Wrong settings: SECONDS: must be a whole number, 1 to 60.');
  },
);
