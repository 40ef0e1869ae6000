import type { Collections } from '../../src/database/collections.ts';

/** Returns the collection for a process that crashes at its update number `last`, counted from 0. */
export function crashAtUpdate(users: Collections['users'], last: number): Collections['users'] {
  let writes = 0;
  return new Proxy(users, {
    get(target, name) {
      if (name !== 'updateOne') return Reflect.get(target, name);
      return (...args: Parameters<typeof target.updateOne>) => {
        if (writes++ === last) throw new Error('crashed');
        return target.updateOne(...args);
      };
    },
  });
}
