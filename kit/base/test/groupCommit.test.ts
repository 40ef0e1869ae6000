/** The scheduler alone, without a database. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGroupCommit } from '../src/groupCommit.ts';
import { currentScope, inScope } from '../src/scope.ts';
import { NO_SPAN } from '../src/span.ts';

interface Request {
  readonly name: string;
  readonly keys: readonly string[];
}

/** Creates a scheduler whose batches end when the test ends them. */
function scheduler({ lanes = 4, maxBatch = 256, maxWaiting = 100 } = {}) {
  let now = 0;
  const started: { names: string; requestId: string | null | undefined; end(error?: Error): void }[] = [];
  const submit = createGroupCommit<Request, string>({
    keysOf: ({ keys }) => keys,
    run: (requests) => {
      const { promise, resolve, reject } = Promise.withResolvers<string[]>();
      started.push({
        names: requests.map(({ name }) => name).join(' '),
        requestId: currentScope()?.requestId,
        end: (error) => (error ? reject(error) : resolve(requests.map(({ name }) => `answer ${name}`))),
      });
      return promise;
    },
    mayComeFromOne: (error) => error instanceof RangeError,
    lanes,
    maxBatch,
    limits: {
      maxWaiting,
      maxWait: 2_000,
      clock: () => new Date(now),
      refusal: (why) => new Error(why),
    },
  });
  return {
    started,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    names: () => started.map(({ names }) => names),
    submit: (name: string, ...keys: string[]) => submit({ name, keys }),
  };
}

test('requests of one turn start together, at once when nothing runs', async () => {
  const { submit, names, started } = scheduler();
  const answers = [submit('a', 'x'), submit('b', 'x'), submit('c', 'y')];
  await turn();
  expect(names()).toEqual(['a b c']);
  started[0]?.end();
  expect(await Promise.all(answers)).toEqual(['answer a', 'answer b', 'answer c']);
});

test('requests that wait for the same key start together when the batch before them ends; other keys do not wait', async () => {
  const { submit, names, started } = scheduler();
  void submit('a', 'x');
  await turn();
  void submit('b', 'x');
  void submit('c', 'x', 'z');
  void submit('d', 'y');
  await turn();
  expect(names()).toEqual(['a', 'd']);
  started[0]?.end();
  await turn();
  await turn();
  expect(names()).toEqual(['a', 'd', 'b c']);
});

test('no request is overtaken by a later one with a key in common', async () => {
  const { submit, names, started } = scheduler();
  void submit('a', 'x');
  await turn();
  void submit('both', 'x', 'y');
  void submit('later', 'y');
  await turn();
  expect(names()).toEqual(['a']);
  started[0]?.end();
  await turn();
  await turn();
  expect(names()).toEqual(['a', 'both later']);
});

test('batches and lanes are bounded, and the first request is served first', async () => {
  const { submit, names, started } = scheduler({ lanes: 2, maxBatch: 2 });
  for (const name of ['a', 'b', 'c', 'd', 'e']) void submit(name, name);
  await turn();
  expect(names()).toEqual(['a b', 'c d']);
  started[1]?.end();
  await turn();
  await turn();
  expect(names()).toEqual(['a b', 'c d', 'e']);
});

test('when one request may have failed its batch, each is decided alone, in order', async () => {
  const { submit, names, started } = scheduler();
  const answers = Promise.allSettled([submit('a', 'x'), submit('poison', 'x'), submit('c', 'x')]);
  await turn();
  started[0]?.end(new RangeError('poison'));
  for (const [n, error] of [undefined, new RangeError('poison'), undefined].entries()) {
    await turn();
    started[n + 1]?.end(error);
  }
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(names()).toEqual(['a poison c', 'a', 'poison', 'c']);
});

test('a failure of the whole batch rejects all its requests, and the next ones run', async () => {
  const { submit, names, started } = scheduler();
  const answers = Promise.allSettled([submit('a', 'x'), submit('b', 'x')]);
  await turn();
  started[0]?.end(new Error('no database'));
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  void submit('c', 'x');
  await turn();
  await turn();
  expect(names()).toEqual(['a b', 'c']);
});

test('a request that waited too long is refused and never run; one behind it that did not is run', async () => {
  const { submit, names, started, pass } = scheduler();
  void submit('a', 'x');
  await turn();
  const late = submit('late', 'x');
  const refused = expect(late).rejects.toThrow('late');
  pass(1_999);
  void submit('b', 'x');
  pass(1);
  started[0]?.end();
  await turn();
  await turn();
  await refused;
  expect(names()).toEqual(['a', 'b']);
});

test('one request too many is refused at once, and those that waited too long make room', async () => {
  const { submit, names, started, pass } = scheduler({ maxWaiting: 2 });
  void submit('a', 'x');
  await turn();
  const waiting = Promise.allSettled([submit('b', 'x'), submit('c', 'x')]);
  await expect(submit('d', 'x')).rejects.toThrow('full');
  await expect(submit('other', 'y')).rejects.toThrow('full');
  pass(2_000);
  void submit('e', 'x');
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  started[0]?.end();
  await turn();
  await turn();
  expect(names()).toEqual(['a', 'e']);
});

test('a request that is decided alone runs in its own scope, and a batch of several in none', async () => {
  const { started, submit } = scheduler({ lanes: 1 });
  const submitIn = (requestId: string, name: string) =>
    inScope({ requestId, span: NO_SPAN }, () => submit(name, name));
  const answers = [submitIn('first', 'a')];
  await turn();
  answers.push(submitIn('second', 'b'));
  await turn();
  started[0]?.end();
  await turn();
  await turn();
  answers.push(submitIn('third', 'c'), submitIn('fourth', 'd'));
  await turn();
  started[1]?.end();
  await turn();
  await turn();
  started[2]?.end();
  await Promise.all(answers);
  expect(started.map(({ names, requestId }) => [names, requestId])).toEqual([
    ['a', 'first'],
    ['b', 'second'],
    ['c d', undefined],
  ]);
});
