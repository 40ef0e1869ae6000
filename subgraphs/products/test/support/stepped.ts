import type { Dependencies } from '../../src/context.ts';

/**
 * A process whose database operations are released one by one, so that it can end between any two of them.
 */
export interface Stepped {
  readonly deps: Dependencies;
  /** Releases this many operations and waits until the last is done, or until the process has finished. */
  run(steps: number): Promise<void>;
}

const OPERATIONS = new Set([
  'findOne',
  'insertOne',
  'updateOne',
  'updateMany',
  'deleteOne',
  'findOneAndUpdate',
  'find',
  'bulkWrite',
]);

/** Starts `work` with all operations held back. An operation that is not released never happens. */
export function stepped(deps: Dependencies, work: (deps: Dependencies) => Promise<unknown>): Stepped {
  const waiting: (() => Promise<unknown>)[] = [];
  let arrived = Promise.withResolvers<void>();
  let isFinished = false;
  const gate = <T>(operation: () => Promise<T>): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    waiting.push(() => operation().then(resolve, reject));
    arrived.resolve();
    return promise;
  };
  const gated = Object.fromEntries(
    Object.entries(deps).map(([name, value]) => [
      name,
      typeof value === 'function' ? value : behind(value, gate),
    ]),
  ) as unknown as Dependencies;
  const finished = work(gated)
    .catch(() => {})
    .finally(() => {
      isFinished = true;
      arrived.resolve();
    });
  return {
    deps: gated,
    async run(steps) {
      for (let n = 0; n < steps; n++) {
        await Promise.race([arrived.promise, finished]);
        if (isFinished) return;
        const next = waiting.shift();
        if (waiting.length === 0) arrived = Promise.withResolvers<void>();
        await next?.();
      }
    },
  };
}

/** Returns the collection with its operations behind `gate`. */
function behind<C extends object>(collection: C, gate: <T>(operation: () => Promise<T>) => Promise<T>): C {
  return new Proxy(collection, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (!OPERATIONS.has(String(name))) return member.bind(target);
      if (name === 'find') {
        return (...given: unknown[]) => ({
          toArray: () => gate(() => member.apply(target, given).toArray()),
        });
      }
      return (...given: unknown[]) => gate(() => member.apply(target, given));
    },
  });
}
