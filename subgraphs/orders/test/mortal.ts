/** A process that can die at any moment at which it speaks with its database, a service or the carrier. */
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import type { Dependencies } from '../src/dependencies.ts';

export class Death extends Error {
  override name = 'Death';
}

export interface Mortal {
  readonly deps: Dependencies;
  /** Each moment before and after it spoke, in their sequence: `before updateOne`. */
  readonly moments: string[];
}

/**
 * @param diesAt the number of the moment, from 0: there, and at everything that it tries from then on, Death is thrown. One
 *   `after` something dies when that was done, and nothing of the answer is left. Null for never.
 */
export function mortal(deps: Dependencies, diesAt: number | null): Mortal {
  const moments: string[] = [];
  let dead = false;

  function pass(moment: string): void {
    if (dead) throw new Death('it is dead already');
    dead = diesAt === moments.length;
    moments.push(moment);
    if (dead) throw new Death(moment);
  }

  /** Calls of `target` pass a moment before and one after. */
  function watched<T extends object>(target: T, nameOf: (method: string, args: unknown[]) => string): T {
    return new Proxy(target, {
      get(object, property) {
        const value: unknown = Reflect.get(object, property);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const name = nameOf(String(property), args);
          const done = () => value.apply(object, args) as unknown;
          // A cursor: it speaks when it is read, but a process that is dead reads none.
          if (property === 'find') {
            if (dead) throw new Death(name);
            return done();
          }
          return (async () => {
            pass(`before ${name}`);
            const answer = await done();
            pass(`after ${name}`);
            return answer;
          })();
        };
      },
    });
  }

  const operationOf = (document: unknown) =>
    (document as { definitions: { name?: { value: string } }[] }).definitions[0]?.name?.value ?? '';
  const service = (client: ServiceClient) => watched(client, (_method, [document]) => operationOf(document));
  const { users, products, inventory, payments } = deps.services;
  return {
    moments,
    deps: {
      ...deps,
      orders: watched(deps.orders, (method) => method),
      services: {
        users: service(users),
        products: service(products),
        inventory: service(inventory),
        payments: service(payments),
      },
      carrier: watched(deps.carrier, (method) => `carrier.${method}`),
    },
  };
}
