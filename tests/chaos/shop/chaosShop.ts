/** The whole shop, each service a process of its own, with links between them that faults can be put on. */

import type { Service } from '../../../dev/src/services.ts';
import { type Shop, startShop } from '../../e2e/shop.ts';
import { type Ear, openEar } from './ear.ts';
import { type Links, openLinks } from './links.ts';

export interface ChaosShop extends AsyncDisposable {
  readonly shop: Shop;
  readonly links: Links;
  /** Has heard everything that was told of orders since the shop was open. */
  readonly ear: Ear;
  /** What a service was started with last, its links too. */
  environmentOf(service: Service): Record<string, string>;
}

/** A service that is killed again and again is not to be given up. */
const CRASH_LIMIT = { count: 1, within: 1 } as const;

/** @param env settings of services beside their own, such as the modules that are to be loaded first. */
export async function startChaosShop(
  env: Partial<Record<Service, Record<string, string>>> = {},
): Promise<ChaosShop> {
  const links = await openLinks();
  const environments = new Map<Service, Record<string, string>>();
  const rewire = (service: Service, own: Readonly<Record<string, string>>) => {
    const rewired = links.rewire(service, own);
    environments.set(service, rewired);
    return rewired;
  };
  try {
    const shop = await startShop([], env, { rewire, crashLimit: CRASH_LIMIT, ownServers: true });
    const ear = await openEar(shop.holdfast.databases.eventsUrl).catch(async (error) => {
      await shop[Symbol.asyncDispose]();
      throw error;
    });
    return {
      shop,
      links,
      ear,
      environmentOf: (service) => ({ ...environments.get(service) }),
      async [Symbol.asyncDispose]() {
        links.heal();
        await ear[Symbol.asyncDispose]();
        await shop[Symbol.asyncDispose]();
        await links[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await links[Symbol.asyncDispose]();
    throw error;
  }
}
