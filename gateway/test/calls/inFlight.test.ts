import { expect, test } from 'vitest';
import { createInFlight } from '../../src/subgraphs/inFlight.ts';

test('no call joins a fetch whose start threw synchronously', async () => {
  const { get } = createInFlight<string>(() => new Error('gone'));
  const joined = () => expect.fail('joined');
  const broken = () => {
    throw new Error('broken');
  };
  expect(() => get('key', null, broken, joined)).toThrow('broken');
  expect(await get('key', null, async () => 'fetched', joined)).toBe('fetched');
});
