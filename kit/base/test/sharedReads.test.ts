import { expect, test } from 'vitest';
import { startDeadline } from '../src/deadline.ts';
import { currentScope, inScope } from '../src/scope.ts';
import { createSharedReads } from '../src/sharedReads.ts';
import { NO_SPAN } from '../src/span.ts';

test('reads of one turn are one, without a key twice', async () => {
  const asked: (readonly string[])[] = [];
  const read = createSharedReads(async (keys) => {
    asked.push(keys);
    return keys.map((key) => key.toUpperCase());
  });
  expect(await Promise.all(['a', 'b', 'a'].map(read))).toEqual(['A', 'B', 'A']);
  expect(asked).toEqual([['a', 'b']]);
});

test('a read starts after it was asked for, although another one runs', async () => {
  let stored = 'old';
  const read = createSharedReads(async (keys) => {
    const now = stored;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return keys.map(() => now);
  });
  const first = read('a');
  await new Promise((resolve) => setTimeout(resolve, 5));
  stored = 'new';
  expect(await Promise.all([first, read('a')])).toEqual(['old', 'new']);
});

test('the deadline of one request ends no read of another one', async () => {
  const seen: unknown[] = [];
  const read = createSharedReads(async (keys) => {
    seen.push(currentScope()?.deadline ?? null);
    return keys;
  });
  const within = (key: string) => {
    const deadline = startDeadline('products', 60_000);
    return inScope({ requestId: null, span: NO_SPAN, deadline }, () => read(key)).finally(deadline.end);
  };
  await Promise.all([within('a'), within('b')]);
  await within('c');
  expect(seen).toEqual([null, expect.anything()]);
});

test('a failure is that of every read in it', async () => {
  const read = createSharedReads(() => Promise.reject(new Error('gone')));
  expect(await Promise.allSettled(['a', 'b'].map(read))).toMatchObject([
    { reason: { message: 'gone' } },
    { reason: { message: 'gone' } },
  ]);
});
