/**
 * A process that crashes at a chosen moment, of all those at which it talks to its database, a service or the
 * carrier.
 */
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import type { Dependencies } from '../../src/context.ts';
import { createOrderWrites } from '../../src/database/orderWrites.ts';

export class Crash extends Error {
  override name = 'Crash';
}

export interface CrashingProcess {
  readonly deps: Dependencies;
  /** Each moment before and after it talked to one of them, in sequence: `before updateOne`. */
  readonly moments: string[];
}

/**
 * Returns dependencies that crash the process which uses them.
 * @param crashesAt the number of the moment, from 0. At that moment, and at everything that the process tries
 *   afterwards, Crash is thrown. A crash `after` a call means that the call took effect and its answer is
 *   lost. Null for never.
 */
export function crashing(deps: Dependencies, crashesAt: number | null): CrashingProcess {
  const moments: string[] = [];
  let crashed = false;

  function pass(moment: string): void {
    if (crashed) throw new Crash('it has crashed already');
    crashed = crashesAt === moments.length;
    moments.push(moment);
    if (crashed) throw new Crash(moment);
  }

  /** Wraps `target` so that each call passes a moment before it and one after it. */
  function watched<T extends object>(target: T, nameOf: (method: string, args: unknown[]) => string): T {
    return new Proxy(target, {
      get(object, property) {
        const value: unknown = Reflect.get(object, property);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const name = nameOf(String(property), args);
          const done = () => value.apply(object, args) as unknown;
          // A cursor talks to the database when it is read, but a process that has crashed reads none.
          if (property === 'find') {
            if (crashed) throw new Crash(name);
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
  const orders = watched(deps.orders, (method) => method);
  return {
    moments,
    deps: {
      ...deps,
      orders,
      writes: createOrderWrites(orders),
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
